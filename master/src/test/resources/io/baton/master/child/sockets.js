// Serves every socket that it is sent, and sends those that it is asked for.
'use strict';
const dgram = require('dgram');
const net = require('net');
const HOST = '127.0.0.1';

const serve = {
  server: server => server.on('connection', connection => connection.end('served')),
  bound: bound => net.createServer(connection => connection.end('served')).listen(bound),
  connection: connection => connection.end('served'),
  kept: connection => connection.resume(),
  datagram: socket => socket.on('message', (text, from) => socket.send('served', from.port, from.address)),
};
const give = {
  server() {
    const server = net.createServer().listen(0, HOST, () => process.send('server', server, () => server.close()));
  },
  bound() {
    const bound = new net.BoundSocket({host: HOST});
    process.send('bound', bound);
  },
  connection() {
    const server = net.createServer({pauseOnConnect: true}, connection => {
      process.send('connection', connection);
      server.close(() => process.send('closed'));
    }).listen(0, HOST, () => process.send(server.address().port));
  },
  datagram() {
    const socket = dgram.createSocket('udp4').bind(0, HOST, () => process.send('datagram', socket, () => socket.close()));
  },
};
process.on('message', (kind, handle) => {
  if (handle) {
    serve[kind](handle);
    process.send(kind);
  } else {
    give[kind]();
  }
});
