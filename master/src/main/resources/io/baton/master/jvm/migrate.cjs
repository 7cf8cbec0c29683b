'use strict';
// Lets an unmodified Node program give its HTTP connections back to Baton's master when it is to leave and other workers serve
// (--node-migrate). Without it, a server that closes ends its idle connections, and a client loses the request that was just on
// its way.
//
// Node's cluster obeys `disconnect` at once. Here it does so only when the idle connections have gone. A connection goes when
// Node's own parser holds no byte of a request and no response is on its way; from then on nothing reads from it, so all bytes
// of the client that follow are still in the kernel and go along. Connections in the middle of a request go after its response.
const cluster = require('node:cluster');
const { isMainThread } = require('node:worker_threads');

if (isMainThread && cluster.isWorker && process.connected) {
  const net = require('node:net');
  const { Server } = require('node:http');
  const diagnostics = require('node:diagnostics_channel');

  // By socket: the key of its listener, when it came, and how many requests were answered.
  const held = new Map();
  // Idle, and nothing reads from them any more.
  const going = new Set();

  let key;
  let number = 0;
  let leaving = false;
  let obey;
  let unacknowledged = false;
  let looking = false;

  const accepted = diagnostics.channel('net.server.socket');
  accepted.subscribe(({ socket }) => {
    if (key !== undefined && socket.server instanceof Server) {
      held.set(socket, { key, since: Date.now(), requests: 0 });
      socket.once('close', () => held.delete(socket));
      lookSoon();
    }
  });

  const answered = diagnostics.channel('http.server.response.finish');
  answered.subscribe(({ socket }) => {
    const connection = held.get(socket);
    if (connection) {
      connection.requests++;
      lookSoon();
    }
  });

  const theirs = process.listeners('internalMessage');
  process.removeAllListeners('internalMessage');
  process.on('internalMessage', function (message, handle) {
    const pass = () => theirs.forEach((listener) => listener.call(process, message, handle));
    if (message.act === 'disconnect' && message.cmd === 'NODE_CLUSTER' && message.baton?.move && !leaving) {
      leaving = true;
      obey = pass;
      look();
      return;
    }
    key = message.act === 'newconn' ? message.key : undefined;
    pass();
    key = undefined;
    if (message.cmd === 'NODE_HANDLE_ACK' || message.cmd === 'NODE_HANDLE_NACK') {
      // After a NACK Node sends the handle again.
      unacknowledged &&= Boolean(process._handleQueue);
      go();
    }
  });

  function lookSoon() {
    if (leaving && !looking) {
      looking = true;
      setImmediate(look);
    }
  }

  function look() {
    looking = false;
    for (const socket of idle()) {
      if (isMovable(socket)) {
        socket._handle.readStop();
        going.add(socket);
      }
    }
    go();
  }

  // The connections that Node's servers take for idle, and those that have not sent a byte.
  function idle() {
    const found = new Set();
    const servers = new Set();
    for (const socket of held.keys()) {
      servers.add(socket.server);
      if (socket.bytesRead === 0) {
        found.add(socket);
      }
    }
    const own = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'destroy');
    net.Socket.prototype.destroy = function () {
      found.add(this);
      return this;
    };
    try {
      servers.forEach((server) => server?.closeIdleConnections());
    } finally {
      delete net.Socket.prototype.destroy;
      if (own) {
        Object.defineProperty(net.Socket.prototype, 'destroy', own);
      }
    }
    return found;
  }

  function isMovable(socket) {
    return held.has(socket) && !going.has(socket) && !socket.destroyed && typeof socket._handle?.readStop === 'function'
      && !socket._httpMessage && socket.readableLength === 0 && socket.writableLength === 0
      && socket._handle.writeQueueSize === 0;
  }

  // Node sends one handle at a time: the next one goes when the master has the last one.
  function go() {
    for (const socket of going) {
      if (unacknowledged || process._handleQueue || !process.connected) {
        return;
      }
      going.delete(socket);
      if (held.has(socket) && !socket.destroyed && socket._handle) {
        give(socket, held.get(socket));
      }
    }
    if (!unacknowledged && obey) {
      const now = obey;
      obey = undefined;
      now();
    }
  }

  function give(socket, connection) {
    const message = {
      cmd: 'NODE_BATON',
      act: 'returned',
      key: connection.key,
      requests: connection.requests,
      age: Date.now() - connection.since,
      seq: number++,
    };
    // Otherwise the server would ask the master for the end of this connection when it closes.
    socket.server = null;
    unacknowledged = true;
    process.send(message, socket, undefined, () => {});
    // For the program, this is the end of the connection. Its handle has gone to the master.
    socket.destroy();
  }
}
