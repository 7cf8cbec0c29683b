'use strict';
// Node's cluster module with two workers: PORT=... node cluster.js rr|none
const cluster = require('node:cluster');

if (cluster.isPrimary) {
  cluster.schedulingPolicy = process.argv[2] === 'none' ? cluster.SCHED_NONE : cluster.SCHED_RR;
  for (let i = 0; i < 2; i++) {
    cluster.fork();
  }
  let stopping = false;
  cluster.on('exit', () => {
    if (!stopping) {
      cluster.fork();
    } else if (Object.keys(cluster.workers).length === 0) {
      process.exit(0);
    }
  });
  // Ends the workers first, so that no other process has to reap them.
  process.on('SIGTERM', () => {
    stopping = true;
    Object.values(cluster.workers).forEach((worker) => worker.process.kill('SIGKILL'));
  });
} else {
  require('./serve.js').server().listen(Number(process.env.PORT), '127.0.0.1', 4096);
}
