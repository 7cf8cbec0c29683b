'use strict';
// Remembers what it was asked, and answers as the path says.
const http = require('http');

const asked = [];

http.createServer((request, response) => {
  if (asked.length < 100) {
    asked.push(request.url);
  }
  if (request.url === '/fails') {
    response.statusCode = 500;
    response.end('no');
  } else if (request.url === '/asked') {
    response.end(asked.join(' '));
  } else if (request.url !== '/hangs') {
    response.end(`I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`);
  }
}).listen(process.env.PORT);
