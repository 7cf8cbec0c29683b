'use strict';
// A program without a port: it may say that it is ready, and then only works.
setInterval(() => {}, 1000);
if (process.argv.includes('tell')) {
  process.send('ready');
}
if (process.argv.includes('fail')) {
  const server = require('net').createServer();
  server.on('error', () => {});
  server.listen(1, '192.0.2.1');
}
