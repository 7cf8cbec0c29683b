'use strict';
// A Node master for Baton's workers: plays the named scenario and prints its events as lines of JSON.
// node node-master.js <scenario> <java> <worker.jar>

const cluster = require('cluster');
const { execFileSync, fork, spawn } = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');

const [scenario, java, jar] = process.argv.slice(2);
const MAIN = ['-XX:TieredStopAtLevel=1', '-cp', jar];
const WORKER = 'io.baton.worker.WorkerMain';

// A client process that prints the answer itself. Once it is served, it sends another request and signals its parent.
const CLIENT = `
const socket = require('net').connect(process.argv[1], '127.0.0.1', () => socket.write('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'));
let heard = '';
socket.on('data', (part) => { heard += part; });
socket.once('data', () => {
  socket.write('GET /compute?n=2e9 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
  process.kill(process.ppid, 'SIGUSR2');
});
socket.on('error', () => {}).on('close', () => {
  console.log(JSON.stringify({ event: 'answer', sum: /Sum is \\d+/.exec(heard)?.[0] ?? null }));
});`;

const tell = (event, more) => process.stdout.write(JSON.stringify({ event, ...more }) + '\n');

function get(port, path = '/', agent = false) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path, agent, headers: { connection: agent ? 'keep-alive' : 'close' } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => resolve(body.trim()));
    }).on('error', reject);
  });
}

const pidOf = (answer) => Number(/pid: (\d+), ppid/.exec(answer)[1]);

/** Starts cluster workers. Resolves with them and the port that they listen on. */
function workers(count, policy, ...args) {
  process.execPath = java;
  cluster.schedulingPolicy = policy;
  cluster.setupPrimary({ execArgv: MAIN, exec: WORKER, args: ['--host', '127.0.0.1', '--port', '0', ...args] });
  const started = [];
  for (let i = 0; i < count; i++) {
    const worker = cluster.fork();
    started.push(worker);
    for (const event of ['online', 'disconnect']) {
      worker.on(event, () => tell(event, { worker: worker.id, after: worker.exitedAfterDisconnect ?? null }));
    }
    worker.on('exit', (code, signal) => tell('exit', { worker: worker.id, code, signal, after: worker.exitedAfterDisconnect }));
  }
  return Promise.all(started.map((worker) => new Promise((resolve) => worker.on('listening', (address) => {
    tell('listening', { worker: worker.id, address: address.address, type: address.addressType, real: address.port > 0 });
    resolve({ worker, pid: worker.process.pid, port: address.port });
  }))));
}

/** Starts a child that belongs to no cluster. */
function child() {
  const started = fork(WORKER, [], { execPath: java, execArgv: MAIN });
  started.on('disconnect', () => tell('disconnect', { connected: started.connected }));
  started.on('exit', (code, signal) => tell('exit', { code, signal }));
  started.on('close', (code, signal) => tell('close', { code, signal }));
  return started;
}

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));

/** Sends a request on a new connection and leaves the connection open. Resolves with the answering pid and the socket. */
function ask(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    let heard = '';
    socket.setEncoding('utf8').on('error', reject).on('data', (part) => {
      heard += part;
      if (/pid: \d+, ppid: \d+\n/.test(heard)) resolve({ pid: pidOf(heard), socket });
    });
  });
}

/** Starts two workers with two listeners. Their application answers with the listener's name and port, and its channel's. */
async function listeners(policy) {
  process.execPath = java;
  cluster.schedulingPolicy = policy;
  cluster.setupPrimary({ execArgv: MAIN, exec: WORKER, args: ['--listen', 'web=127.0.0.1:0', '--listen', 'admin=127.0.0.1:0'] });
  const ports = await Promise.all([cluster.fork(), cluster.fork()].map((worker) => new Promise((resolve) => {
    const heard = [];
    worker.on('listening', ({ port }) => { if (heard.push(port) === 2) resolve(heard); });
  })));
  const [web, admin] = ports[0];
  tell('listening', { sockets: new Set(ports.flat()).size });
  const answers = async (port) => [...new Set(await Promise.all(Array.from({ length: 20 }, () => get(port))))].sort();
  const [webs, admins] = await Promise.all([answers(web), answers(admin)]);
  tell('served', { web: String(webs) === `web ${web} ${web}`, admin: String(admins) === `admin ${admin} ${admin}` });
  cluster.disconnect(() => tell('disconnected', { workers: Object.keys(cluster.workers).length }));
}

const served = (pids, answers) => pids.map((pid) => answers.filter((answer) => pidOf(answer) === pid).length);

const scenarios = {
  async roundRobin() {
    const started = await workers(2, cluster.SCHED_RR);
    const answers = [];
    for (let i = 0; i < 10; i++) answers.push(await get(started[0].port));
    tell('served', { by: served(started.map(({ pid }) => pid), answers), samePort: started[0].port === started[1].port });
    started[0].worker.disconnect();
    await once(started[0].worker, 'exit');
    tell('left', { by: pidOf(await get(started[1].port)) === started[1].pid });
    cluster.disconnect(() => tell('disconnected', { workers: Object.keys(cluster.workers).length }));
  },

  async shared() {
    const started = await workers(2, cluster.SCHED_NONE);
    const answers = await Promise.all(Array.from({ length: 40 }, () => get(started[0].port)));
    const by = served(started.map(({ pid }) => pid), answers);
    tell('served', { all: by[0] + by[1], samePort: started[0].port === started[1].port });
    started[0].worker.disconnect();
    await once(started[0].worker, 'exit');
    for (let i = 0; i < 5; i++) answers.push(await get(started[1].port));
    tell('left', { by: served([started[1].pid], answers.slice(40))[0] });
    cluster.disconnect(() => tell('disconnected', { workers: Object.keys(cluster.workers).length }));
  },

  listenersInTurn: () => listeners(cluster.SCHED_RR),

  listenersShared: () => listeners(cluster.SCHED_NONE),

  async requestInFlight() {
    const [{ worker, port }] = await workers(1, cluster.SCHED_RR);
    const { socket } = await ask(port);
    socket.write('GET /compute?n=2e8 HTTP/1.1\r\nHost: x\r\n\r\n');
    worker.disconnect();
    let heard = '';
    socket.on('data', (part) => { heard += part; });
    await once(socket, 'close');
    tell('answer', { sum: /Sum is \d+/.exec(heard)?.[0] });
  },

  async signals() {
    const started = await workers(3, cluster.SCHED_RR);
    started[0].worker.kill();
    await once(started[0].worker, 'exit');
    started[1].worker.kill('SIGKILL');
    await once(started[1].worker, 'exit');
    tell('served', { by: pidOf(await get(started[2].port)) === started[2].pid });
    started[2].worker.process.disconnect();
  },

  async noDescriptors() {
    const started = await workers(2, cluster.SCHED_RR);
    const { pid, port } = started[0];
    const limit = (number) => execFileSync('prlimit', ['--pid', String(pid), `--nofile=${number}:`]);
    await get(port);
    // The lowest free number of several looks, because closed connections and the JVM's own files come and go.
    let free = Infinity;
    for (let look = 0; look < 30; look++) {
      const open = new Set(fs.readdirSync(`/proc/${pid}/fd`).map(Number));
      let number = 0;
      while (open.has(number)) number++;
      free = Math.min(free, number);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    limit(free);
    const answers = [];
    for (let i = 0; i < 10; i++) answers.push(await get(port));
    tell('served', { by: served([pid, started[1].pid], answers) });
    limit(1000);
    let again;
    do again = pidOf(await get(port)); while (again !== pid);
    tell('again', { by: again === pid });
    cluster.disconnect(() => tell('disconnected', { workers: Object.keys(cluster.workers).length }));
  },

  async portInUse() {
    const server = net.createServer();
    const port = await listen(server);
    workers(1, cluster.SCHED_RR, '--port', String(port));
    await once(cluster, 'exit');
    server.close();
  },

  async primaryDies() {
    const started = await workers(2, cluster.SCHED_RR);
    tell('pids', { pids: started.map(({ pid }) => pid) });
    process.kill(process.pid, 'SIGKILL');
  },

  async primaryExits() {
    const started = await workers(2, cluster.SCHED_NONE);
    tell('pids', { pids: started.map(({ pid }) => pid) });
    process.exit(0);
  },

  async primaryDiesWhileItsWorkerLeaves() {
    const node = process.execPath;
    const [{ worker, port }] = await workers(1, cluster.SCHED_RR);
    spawn(node, ['-e', CLIENT, port], { detached: true, stdio: 'inherit' });
    await once(process, 'SIGUSR2');
    worker.disconnect();
    worker.process.on('internalMessage', ({ act }) => { if (act === 'close') process.kill(process.pid, 'SIGKILL'); });
  },

  async unknownMessages() {
    const [{ worker, port }] = await workers(1, cluster.SCHED_RR);
    for (const message of [1, null, 'x', [], {}, { cmd: 'NODE_' }, { cmd: 'NODE_NEW_WORD' }, '\ud800', { cmd: 5 },
      { cmd: 'NODE_CLUSTER', act: 'newAct' }, { cmd: 'NODE_CLUSTER', ack: -1 }, { cmd: 'NODE_CLUSTER', ack: 999, seq: 3 },
      'ß'.repeat(400000)]) {
      worker.send(message);
    }
    tell('served', { by: pidOf(await get(port)) === worker.process.pid });
    worker.disconnect();
  },

  async socketsInCluster() {
    const [{ worker, pid }] = await workers(1, cluster.SCHED_RR);
    const server = net.createServer({ pauseOnConnect: true }, (socket) => worker.send('socket', socket));
    const port = await listen(server);
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await get(port));
    tell('served', { by: served([pid], answers)[0] });
    server.close(() => tell('server closed'));
    worker.disconnect();
  },

  async sockets() {
    const started = child();
    const server = net.createServer({ pauseOnConnect: true }, (socket) => started.send('socket', socket));
    const port = await listen(server);
    const asked = await Promise.all(Array.from({ length: 12 }, () => ask(port)));
    tell('served', { by: asked.filter(({ pid }) => pid === started.pid).length });
    server.getConnections((error, count) => {
      tell('connections', { error, count });
      server.close(() => {
        tell('server closed');
        started.disconnect();
      });
      asked.forEach(({ socket }) => socket.destroy());
    });
  },

  async twoHundredSockets() {
    const started = child();
    const server = net.createServer({ pauseOnConnect: true }, (socket) => started.send('socket', socket));
    const port = await listen(server);
    const asked = await Promise.all(Array.from({ length: 200 }, () => ask(port)));
    tell('served', { by: asked.filter(({ pid }) => pid === started.pid).length });
    asked.forEach(({ socket }) => socket.destroy());
    server.close(() => {
      tell('server closed');
      started.disconnect();
    });
  },

  async server() {
    const started = child();
    const server = http.createServer((request, answer) => answer.end(`I am master, pid: ${process.pid}, ppid: 0\n`));
    const port = await listen(server);
    started.send('server', server);
    const seen = new Set();
    for (let i = 0; i < 2000 && seen.size < 2; i++) {
      (await Promise.all(Array.from({ length: 8 }, () => get(port)))).forEach((answer) => seen.add(pidOf(answer)));
    }
    tell('served', { by: [process.pid, started.pid].map((pid) => seen.has(pid)) });
    server.close(async () => {
      tell('server closed');
      tell('child', { serves: pidOf(await get(port)) === started.pid });
      started.disconnect();
    });
  },

  async rawServer() {
    const started = child();
    const server = net.createServer(() => {});
    const port = await listen(server);
    started.send('handle', server._handle);
    server.unref();
    let answer;
    do {
      answer = await Promise.race([get(port), new Promise((resolve) => setTimeout(resolve, 300))]);
    } while (answer === undefined);
    tell('served', { by: pidOf(answer) === started.pid });
    started.disconnect();
    await once(started, 'exit');
    process.exit(0);
  },

  async keepOpen() {
    const started = child();
    const server = net.createServer({ pauseOnConnect: true });
    const port = await listen(server);
    const connection = once(server, 'connection');
    const asking = ask(port);
    const [socket] = await connection;
    started.send('socket', socket, { keepOpen: true });
    const { pid, socket: client } = await asking;
    tell('served', { by: pid === started.pid });
    const heard = once(client, 'data');
    socket.write('and so says the master');
    tell('also', { heard: String(await heard) });
    client.destroy();
    socket.destroy();
    server.close(() => started.disconnect());
  },

  async payload() {
    const started = child();
    const server = net.createServer({ pauseOnConnect: true }, (socket) => started.send({ payload: 'a'.repeat(800004) }, socket));
    const port = await listen(server);
    const { pid, socket } = await ask(port);
    tell('served', { by: pid === started.pid });
    socket.destroy();
    server.close(() => started.disconnect());
  },

  async packets() {
    const started = child();
    const packets = require('dgram').createSocket('udp4');
    packets.bind(0, '127.0.0.1', () => started.send('packets', packets, async () => {
      const server = net.createServer({ pauseOnConnect: true }, (socket) => started.send('socket', socket));
      const { pid, socket } = await ask(await listen(server));
      tell('served', { by: pid === started.pid });
      socket.destroy();
      packets.close();
      server.close(() => started.disconnect());
    }));
  },
};

process.on('unhandledRejection', (error) => {
  tell('failed', { error: String(error.stack) });
  process.exit(1);
});
scenarios[scenario]();
