// Socket.IO, whose sessions over polling live in one process: every request of a client has to come there.
'use strict';

const http = require('http');
const { Server } = require('socket.io');

const server = http.createServer();
new Server(server, { transports: ['polling'] }).on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer({ text, pid: process.pid }));
  socket.on('block', (ms) => {
    const until = Date.now() + ms;
    while (Date.now() < until);
  });
});
server.listen(Number(process.env.PORT));
