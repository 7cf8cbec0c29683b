'use strict';
// The master of a measurement: node master.js <counts> <program> <argument>... prints what it measured as "name value".

const { fork } = require('child_process');
const net = require('net');

const [messages, pings, replies, sockets] = process.argv[2].split(',').map(Number);
const [program, ...more] = process.argv.slice(3);
const child = program === 'node'
  ? fork(more[0])
  : fork(more[more.length - 1], [], { execPath: program, execArgv: more.slice(0, -1) });

const reply = () => new Promise((resolve) => child.once('message', resolve));
const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;

async function oneWay(count) {
  const done = (child.send({ do: 'count', of: count }), reply());
  const start = process.hrtime.bigint();
  let sent = 0;
  (function pump() {
    for (let i = 0; i < 1000 && sent < count; i++) child.send({ i: sent++, text: 'hello, child' });
    if (sent < count) setImmediate(pump);
  })();
  await done;
  return count / seconds(start);
}

async function pingPong(count) {
  child.send({ do: 'echo', of: 0 });
  const times = [];
  let start;
  await new Promise((resolve) => {
    const next = () => {
      start = process.hrtime.bigint();
      child.send({ i: times.length, text: 'hello, child' });
    };
    const heard = () => {
      times.push(seconds(start));
      if (times.length < count) next();
      else resolve(child.removeListener('message', heard));
    };
    child.on('message', heard);
    next();
  });
  return times.sort((a, b) => a - b)[Math.floor(count / 2)] * 1e6;
}

async function inFlight(count, width) {
  child.send({ do: 'echo', of: 0 });
  let sent = 0;
  let heard = 0;
  const start = process.hrtime.bigint();
  await new Promise((resolve) => {
    const one = () => child.send({ i: sent++, text: 'hello, child' });
    const listener = () => {
      if (++heard === count) resolve(child.removeListener('message', listener));
      else if (sent < count) one();
    };
    child.on('message', listener);
    for (let i = 0; i < width; i++) one();
  });
  return count / seconds(start);
}

async function handoffs(count) {
  const accepted = [];
  const clients = [];
  const server = net.createServer({ pauseOnConnect: true }, (socket) => accepted.push(socket));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 511, resolve));
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => clients.push(net.connect(server.address().port, '127.0.0.1', resolve).on('error', () => {})));
  }
  while (accepted.length < count) await new Promise(setImmediate);
  const done = (child.send({ do: 'count', of: count }), reply());
  const start = process.hrtime.bigint();
  accepted.forEach((socket, i) => child.send({ i }, socket));
  await done;
  const rate = count / seconds(start);
  clients.forEach((client) => client.destroy());
  server.close();
  return rate;
}

reply().then(async () => {
  for (const last of [false, false, false, false, true]) {
    const results = {
      oneWay: await oneWay(messages),
      pingPong: await pingPong(pings),
      inFlight: await inFlight(replies, 64),
      handoffs: await handoffs(sockets),
    };
    if (last) for (const [name, value] of Object.entries(results)) console.log(name + ' ' + value);
  }
  child.disconnect();
  process.exit(0);
});
