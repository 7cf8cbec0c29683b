// Clients of socket-io-app.js: `node socket-io-clients.js PORT COUNT`, each with an address of its own and a new connection for
// each request. Prints what each saw, as JSON.
'use strict';

const http = require('http');
const { io } = require('socket.io-client');

const [port, count] = process.argv.slice(2).map(Number);
const ROUNDS = 20;
const AT_ONCE = 5;

async function client(number) {
  const errors = [];
  const pids = new Set();
  const agent = new http.Agent({ localAddress: `127.0.0.${10 + number}`, keepAlive: false });
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['polling'], agent, reconnection: false, timeout: 20000 });
  socket.on('connect_error', (error) => errors.push(`connect: ${error.message} ${error.context?.responseText ?? ''}`));
  socket.on('disconnect', (reason, details) => {
    if (reason !== 'io client disconnect') errors.push(`${reason}: ${details?.context?.responseText ?? ''}`);
  });
  for (let round = 0; round < ROUNDS && errors.length === 0; round++) {
    if (number === 0 && round % 5 === 0) socket.emit('block', 100);
    const answers = Array.from({ length: AT_ONCE }, (unused, n) => socket.timeout(20000).emitWithAck('echo', `${round}.${n}`));
    try {
      for (const { pid } of await Promise.all(answers)) pids.add(pid);
    } catch (error) {
      errors.push(error.message);
    }
  }
  socket.disconnect();
  return { errors, pids: [...pids] };
}

Promise.all(Array.from({ length: count }, (unused, number) => client(number))).then((all) => {
  console.log(JSON.stringify(all));
  process.exit();
});
