'use strict';
// Says that it is unhealthy from the moment on when it is asked to, or says nothing any more.
const http = require('http');

let health = 'well';

http.createServer((request, response) => {
  if (request.url === '/sicken' || request.url === '/fall-silent') {
    health = request.url;
    response.end(`I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`);
  } else if (request.url !== '/health' || health === 'well') {
    response.end(`I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`);
  } else if (health === '/sicken') {
    response.statusCode = 500;
    response.end('no');
  }
}).listen(process.env.PORT);
