'use strict';
// What Baton's built-in application answers, on node:http.
const http = require('node:http');

function send(request, response, body) {
  if (request.headers.connection !== 'close') {
    // Implied by HTTP/1.1; Node would say it, and Keep-Alive, at some bytes' cost.
    response.removeHeader('Connection');
  }
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

function sum(count) {
  let result = 0;
  for (let i = 0; i < count; i++) {
    result += i;
  }
  return result;
}

// A server that does not listen yet.
exports.server = () => {
  const root = `I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`;
  const server = http.createServer((request, response) => {
    if (request.url === '/') {
      send(request, response, root);
    } else {
      const n = Number(new URL(request.url, 'http://localhost').searchParams.get('n'));
      send(request, response, `Sum is ${sum(n)}`);
    }
  });
  server.keepAliveTimeout = 65000;
  return server;
};
