'use strict';
// What Baton's built-in application answers, on node:http: node app.js PORT WORKERS. One worker: no cluster.
const cluster = require('node:cluster');
const http = require('node:http');

const port = Number(process.argv[2]);
const workers = Number(process.argv[3]);

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

function serve() {
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
  server.listen(port, '127.0.0.1', 4096);
}

if (workers > 1 && cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  for (let i = 0; i < workers; i++) {
    cluster.fork();
  }
  let stopping = false;
  cluster.on('exit', () => {
    if (!stopping) {
      cluster.fork();
    } else if (Object.keys(cluster.workers).length === 0) {
      process.exit(0);
    }
  });
  // Ends the workers first, so that nobody else has to reap them.
  process.on('SIGTERM', () => {
    stopping = true;
    Object.values(cluster.workers).forEach((worker) => worker.process.kill('SIGKILL'));
  });
} else {
  serve();
}
