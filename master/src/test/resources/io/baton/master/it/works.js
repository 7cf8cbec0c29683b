'use strict';
// A program without a port, or not for long, or not at once.
const fs = require('fs');
const net = require('net');

setInterval(() => {}, 1000);
const [way, file] = process.argv.slice(2);
if (way === 'tell') {
  process.send('ready');
} else if (way === 'fail') {
  net.createServer().on('error', () => {}).listen(1, '192.0.2.1');
} else if (way === 'brief' && require('cluster').worker.id === 2) {
  const server = net.createServer().listen(0, () => server.close());
} else if (way === 'once') {
  // The second time later than a master waits to see whether a program listens at all.
  const delay = fs.existsSync(file) ? 5000 : 0;
  fs.writeFileSync(file, '');
  setTimeout(() => net.createServer((socket) => socket.end(`${process.pid}\n`)).listen(0, '127.0.0.1'), delay);
}
