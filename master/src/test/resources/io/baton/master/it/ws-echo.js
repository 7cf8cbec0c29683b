'use strict';
// As in the introduction of ws.
const { WebSocketServer } = require('ws');
const server = new WebSocketServer({ port: Number(process.env.PORT || 3000) });
server.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => socket.send(`${process.pid} ${data}`));
});
