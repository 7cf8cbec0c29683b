'use strict';
// Listens in every way that Node knows, and says in one line what came of it; for what was asked in argv.
const cluster = require('cluster');
const dgram = require('dgram');
const fs = require('fs');
const net = require('net');
const tls = require('tls');

const say = (what, value) => console.log(`SAID ${cluster.worker.id} ${what} ${JSON.stringify(value)}`);
const answer = (socket) => {
  socket.on('error', () => {});
  socket.end(`${process.pid}\n`);
};
const listen = (what, options, server = net.createServer(answer)) => {
  server.on('error', (error) => say(what, error.code));
  server.listen(options, () => say(what, server.address()));
  return server;
};

const ways = {
  zero: () => listen('zero', { port: 0 }),
  zeros: () => ['first', 'second'].forEach((name) => listen(name, { port: 0, host: '127.0.0.1' })),
  path: () => listen('path', { path: 'relative.sock' }),
  at: (path) => listen('at', { path }),
  port: (port) => listen('port', { port: Number(port), host: '127.0.0.1' }),
  ipv6: () => listen('ipv6', { port: 0, host: '::1' }),
  ipv6only: () => listen('ipv6only', { port: 0, host: '::', ipv6Only: true }),
  backlog: () => listen('backlog', { port: 0, host: '127.0.0.1', backlog: 3 }),
  nowhere: () => listen('nowhere', { port: 1, host: '192.0.2.1' }),
  taken: (port) => {
    const server = listen('taken', { port: Number(port), host: '127.0.0.1' });
    // As programs do that wait for a predecessor to go.
    server.on('error', () => setTimeout(() => server.listen({ port: Number(port), host: '127.0.0.1' }), 200));
  },
  limit: () => {
    const server = listen('limit', { port: 0, host: '127.0.0.1' }, net.createServer((socket) => {
      socket.on('error', () => {});
      socket.write(`${process.pid}\n`);
    }));
    server.maxConnections = 1;
  },
  tls: (store) => {
    const server = tls.createServer({ pfx: fs.readFileSync(store), passphrase: 'secret' }, answer);
    server.on('tlsClientError', () => {});
    listen('tls', { port: 0, host: '127.0.0.1' }, server).on('listening', () => {
      say('tickets', server.getTicketKeys().toString('hex'));
    });
  },
  udp: () => {
    const socket = dgram.createSocket('udp4');
    socket.on('message', (message, from) => socket.send(`${process.pid}`, from.port, from.address));
    socket.bind(0, '127.0.0.1', () => say('udp', socket.address()));
  },
  again: () => {
    // The same port 0 twice, one after the other.
    const server = net.createServer(answer).listen(0, '127.0.0.1', () => {
      server.close(() => listen('again', { port: 0, host: '127.0.0.1' }, server));
    });
  },
  late: () => {
    if (cluster.worker.id === 1) {
      listen('late', { port: 0 });
      return;
    }
    // What the master says meanwhile is read in one piece after what it answers to the query.
    const block = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    say('late', 'blocked');
    block(1500);
    listen('late', { port: 0 });
    block(500);
  },
  fd: (fd) => listen('fd', { fd: Number(fd) }),
};

const [way, ...rest] = process.argv.slice(2);
ways[way](...rest);
