'use strict';
// single.js with the handler that pm2's documentation asks for: it closes the server and leaves when all connections are gone.
const server = require('./serve.js').server();
server.listen(Number(process.env.PORT), '127.0.0.1', 4096);
process.on('SIGINT', () => server.close(() => process.exit(0)));
