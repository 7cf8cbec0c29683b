// Clients of socketio-app.js: `node socketio-clients.js PORT TRANSPORTS COUNT`, each with an address of its own and, over polling,
// a new connection for each request. For each line on standard input it prints what came of that, as JSON, with the errors
// since the last one. They disconnect at its end.
//   echo   asks 20 times for five answers at once, while one worker pauses now and then: the workers that each client met
//   shout  has each client shout until all hear all: how many sockets the workers count between them
'use strict';

const http = require('http');
const { io } = require('socket.io-client');

const [port, transports, count] = process.argv.slice(2);
let errors = [];

const sockets = Array.from({ length: Number(count) }, (unused, number) => {
  const agent = new http.Agent({ localAddress: `127.0.0.${10 + number}`, keepAlive: false });
  const socket = io(`http://127.0.0.1:${port}`, { transports: transports.split(','), agent, forceNew: true, reconnectionDelay: 100, reconnectionDelayMax: 500 });
  socket.heard = new Set();
  socket.on('heard', (text) => socket.heard.add(text));
  socket.on('connect_error', (error) => errors.push(`connect: ${error.message} ${error.context?.responseText ?? ''}`));
  socket.on('disconnect', (reason, details) => errors.push(`${reason}: ${details?.context?.responseText ?? ''}`));
  return socket;
});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function connected() {
  while (!sockets.every((socket) => socket.connected)) await pause(50);
}

async function echo() {
  await connected();
  const met = sockets.map(async (socket, number) => {
    const pids = new Set();
    for (let round = 0; round < 20; round++) {
      if (number === 0 && round % 5 === 0) socket.emit('block', 100);
      const answers = Array.from({ length: 5 }, () => socket.timeout(20000).emitWithAck('echo', 'hello'));
      try {
        for (const pid of await Promise.all(answers)) pids.add(pid);
      } catch (error) {
        errors.push(error.message);
      }
    }
    return [...pids];
  });
  return { pids: await Promise.all(met) };
}

async function shout() {
  for (let round = 0; ; round++) {
    await connected();
    sockets.forEach((socket, number) => socket.emit('shout', `${round} of ${number}`));
    const until = Date.now() + 2000;
    const all = () => sockets.every((socket) => sockets.every((unused, number) => socket.heard.has(`${round} of ${number}`)));
    while (!all() && Date.now() < until) await pause(20);
    if (!all()) continue;
    sockets.forEach((socket) => socket.heard.clear());
    return { sockets: await sockets[0].timeout(20000).emitWithAck('count') };
  }
}

require('readline')
  .createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const result = line === 'echo' ? await echo() : await shout();
    console.log(JSON.stringify({ ...result, errors }));
    errors = [];
  })
  .on('close', () => sockets.forEach((socket) => socket.disconnect()));
