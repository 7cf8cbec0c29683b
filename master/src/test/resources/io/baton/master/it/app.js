'use strict';
// An ordinary program that also happens to run as a worker of cluster.
const cluster = require('cluster');
const http = require('http');

const answers = {
  '/info': () => JSON.stringify({
    id: cluster.worker.id,
    arguments: process.argv.slice(2),
    directory: process.cwd(),
    instance: process.env.NODE_APP_INSTANCE,
    port: process.env.PORT,
    channel: Object.keys(process.env).filter((name) => /^NODE_(CHANNEL|UNIQUE)/.test(name)),
    orphaned: process.ppid === 1,
  }),
  '/exit': (query) => process.exit(Number(query.get('code'))),
  '/kill': () => cluster.worker.kill() && '',
  '/disconnect': () => cluster.worker.disconnect() && '',
  '/process-disconnect': () => process.disconnect() || '',
  '/say': (query) => process.send('x'.repeat(Number(query.get('bytes')))),
  // Children that outlive their parent: one in the worker's process group, one in a group of its own.
  '/children': () => {
    const { spawn } = require('child_process');
    const one = (detached) => spawn('sleep', ['1000'], { detached, stdio: 'ignore' }).pid;
    return [one(false), one(true)].join(' ');
  },
  '/orphan': () => require('child_process').execFileSync('sh', ['-c', 'sleep 0.3 >/dev/null 2>&1 & echo $!']).toString(),
  '/eat': () => {
    const eaten = [];
    for (;;) eaten.push(Buffer.alloc(1 << 20, 1));
  },
  '/block': (query) => {
    console.log('BLOCKS');
    const until = Date.now() + Number(query.get('ms'));
    while (Date.now() < until);
    return '';
  },
};

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://test');
  const worker = `I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`;
  if (url.pathname === '/throw') {
    setImmediate(() => { throw new Error('as asked'); });
  } else if (url.pathname === '/slow') {
    console.log('SLOW');
    setTimeout(() => response.end(worker), Number(url.searchParams.get('ms')));
  } else if (url.pathname in answers) {
    response.end(answers[url.pathname](url.searchParams));
  } else {
    response.end(worker);
  }
});

// Work that goes on when nobody listens any more, as that of a connection pool.
if (process.argv.includes('busy')) {
  setInterval(() => {}, 1000);
}

// The usual end of a program that is told to go.
if (process.argv.includes('graceful')) {
  process.once('SIGTERM', () => {
    console.log(`HANDLES ${process.hrtime.bigint()}`);
    server.close(() => process.exit());
  });
}

// When the master says that it is to leave, on the clock that all processes of a machine share.
process.on('internalMessage', (message) => {
  if (message.act === 'disconnect') console.log(`TOLD ${process.hrtime.bigint()}`);
});

server.listen(process.env.PORT);
