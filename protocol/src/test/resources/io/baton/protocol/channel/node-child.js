'use strict';
// A Node child for Baton's master: does what it is told, and reports what it saw.

const dgram = require('dgram');
const net = require('net');

const held = [];
const name = (handle) => (handle === undefined ? 'none' : handle === null ? 'null' : handle.constructor.name);
const say = (what, handle, options) => process.send(what, handle, options, (error) => {
  if (error) console.error(error);
});

const deeds = {
  // Sends the value back.
  echo: ({ value }) => say({ echo: value }),

  // Answers in code points, so that a change of the text on its way shows.
  codes: ({ value }) => say({ codes: Array.from(value, (c) => c.codePointAt(0)) }),

  // Writes on the received socket and keeps it.
  write: ({ text }, socket) => {
    held.push(socket);
    socket.write(text);
    say({ wrote: text, on: name(socket) });
  },

  // Writes much more than the kernel takes for a client that does not read.
  flood: ({ bytes }, socket) => {
    held.push(socket);
    socket.on('error', () => {});
    socket.write(Buffer.alloc(bytes));
    say({ flooded: bytes });
  },

  // Reports the bytes of the connection, to its end.
  read: (_, socket) => {
    let heard = '';
    socket.setEncoding('utf8').on('data', (part) => { heard += part; }).on('end', () => {
      say({ read: heard });
      socket.end();
    });
  },

  end: () => held.splice(0).forEach((socket) => socket.end()),

  // Accepts so many connections on the received server, then closes it.
  accept: ({ count }, server) => {
    let accepted = 0;
    server.on('connection', (socket) => {
      socket.end('child\n');
      if (++accepted === count) server.close();
    });
    say({ accepts: name(server) });
  },

  // Receives so many packets on the received socket, then closes it.
  packets: ({ count }, socket) => {
    let taken = 0;
    socket.on('message', (packet) => {
      say({ packet: String(packet) });
      if (++taken === count) socket.close();
    });
    say({ takes: name(socket), type: socket.type });
  },

  // Gives away connections of its own server, each with the given message.
  give: ({ count, payload, keepOpen, asks }) => {
    let given = 0;
    const clients = [];
    const server = net.createServer({ pauseOnConnect: true }, (socket) => {
      const number = given++;
      say({ given: number, payload }, socket, { keepOpen });
      if (keepOpen) held.push(socket);
      if (given === count && !asks) server.close();
    });
    deeds.count = () => {
      server.getConnections((error, open) => say({ open, error: error && error.code }));
      server.close(() => say({ closed: true }));
    };
    server.listen(0, '127.0.0.1', () => {
      for (let i = 0; i < count; i++) {
        const client = net.connect(server.address().port, '127.0.0.1');
        client.on('error', () => {}).on('data', (part) => say({ client: String(part) }));
        clients.push(client);
      }
    });
    deeds.hangUp = () => clients.splice(0).forEach((client) => client.destroy());
  },

  giveServer: () => {
    const server = net.createServer((socket) => socket.end('child\n'));
    server.listen(0, '127.0.0.1', () => say({ server: server.address().port }, server));
    deeds.closeServer = () => server.close(() => say({ serverClosed: true }));
  },

  givePackets: () => {
    const socket = dgram.createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => say({ packets: socket.address().port }, socket));
    deeds.closePackets = () => socket.close();
  },

  // Sends many messages, with handles among them, in one turn.
  burst: ({ count, every }) => {
    const pair = net.createServer().listen(0, '127.0.0.1', () => {
      for (let i = 0; i < count; i++) {
        if (i % every === 0) say({ i }, pair);
        else say({ i });
      }
      say({ burst: 'done' });
    });
    deeds.closeBurst = () => pair.close();
  },

  throws: () => { throw new Error('as told'); },
  survive: () => process.on('uncaughtException', (error) => say({ survived: error.message })),
  exit: ({ code }) => process.exit(code),
  disconnect: () => process.disconnect(),
  internal: () => process.on('internalMessage', (message) => say({ internal: message.cmd.slice(5) })),
  deaf: () => process.removeAllListeners('message').removeAllListeners('disconnect'),
  environment: () => say({
    variables: Object.keys(process.env).filter((key) => key.startsWith('NODE_')),
    connected: process.connected,
    arguments: process.argv.slice(2),
  }),
};

process.on('disconnect', () => console.log('disconnected ' + process.connected));
process.on('message', (message, handle) => {
  const deed = message && deeds[message.do];
  if (deed) deed(message, handle);
  else say({ heard: message, with: name(handle) });
});
say('ready');
