'use strict';
// Answers in every way that a reply may be framed.
const http = require('http');

const pages = {
  '/length': (response) => response.end('hello'),
  '/chunks': (response) => {
    response.write('x'.repeat(100000));
    response.end('y'.repeat(100000));
  },
  '/long': (response) => response.end('x'.repeat(300000)),
  '/fails': (response) => {
    response.statusCode = 503;
    response.end('no');
  },
  '/hangs': () => {},
};

http.createServer((request, response) => {
  response.setHeader('X-Asked', JSON.stringify(request.headers));
  (pages[request.url] || ((r) => r.end(JSON.stringify(request.headers))))(response);
}).listen(process.env.PORT);
