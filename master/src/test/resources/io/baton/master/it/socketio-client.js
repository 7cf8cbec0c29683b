// Connects several clients, has one shout until all hear it, and says how many workers and sockets there are.
const { io } = require('socket.io-client');

const [, , port, transports, count] = process.argv;
const sockets = [];
const pids = new Set();
const heard = new Set();
let done = false;

function fail(reason) {
  console.log('failed: ' + reason);
  process.exit(1);
}

function shoutUntilAllHear() {
  if (!done) {
    sockets[0].emit('shout', 'hello');
    setTimeout(shoutUntilAllHear, 200);
  }
}

for (let i = 0; i < Number(count); i++) {
  const socket = io('http://127.0.0.1:' + port, { transports: transports.split(','), forceNew: true, reconnection: false });
  sockets.push(socket);
  socket.on('connect_error', (error) => fail(error.message + ' ' + JSON.stringify(error.context?.responseText ?? '')));
  socket.on('disconnect', (reason) => fail(reason));
  socket.on('pid', (pid) => {
    pids.add(pid);
    if (sockets.every((one) => one.connected)) {
      shoutUntilAllHear();
    }
  });
  socket.on('heard', () => {
    heard.add(i);
    if (heard.size === Number(count) && !done) {
      done = true;
      sockets[0].emit('count', (all) => {
        console.log(`workers ${pids.size} sockets ${all}`);
        process.exit(0);
      });
    }
  });
}
setTimeout(() => fail(`${heard.size} heard after 20 s`), 20000);
