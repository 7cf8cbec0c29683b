'use strict';
// The handoff as Node's documentation of child_process shows it: a parent that accepts and sends each socket to one of
// two children, in turn: PORT=... node handoff.js
const { fork } = require('node:child_process');
const net = require('node:net');

if (process.argv[2] === 'child') {
  const server = require('./serve.js').server();
  process.on('message', (message, socket) => {
    if (message === 'socket' && socket) {
      // The parent did not read it; a client may have gone meanwhile, and then there is no socket.
      server.emit('connection', socket);
      socket.resume();
    }
  });
  process.on('disconnect', () => process.exit(0));
} else {
  const children = [fork(__filename, ['child']), fork(__filename, ['child'])];
  let next = 0;
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    children[next].send('socket', socket);
    next = (next + 1) % children.length;
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', 4096);
  process.on('SIGTERM', () => {
    children.forEach((child) => child.kill('SIGKILL'));
    process.exit(0);
  });
}
