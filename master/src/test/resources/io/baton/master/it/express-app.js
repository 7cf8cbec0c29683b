'use strict';
// As in Express's own introduction.
const express = require('express');
const app = express();
app.get('/', (request, response) => {
  response.send(`I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`);
});
app.use(express.json());
app.post('/sum', (request, response) => response.json({ sum: request.body.reduce((a, b) => a + b, 0) }));
app.listen(process.env.PORT || 3000);
