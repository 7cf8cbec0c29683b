// Gives a Java child three connections, and asks how many are open. Arguments: java, the child's main class, java's options.
'use strict';
const {fork} = require('child_process');
const net = require('net');
const HOST = '127.0.0.1';
const [java, main, ...options] = process.argv.slice(2);

const child = fork(main, {execPath: java, execArgv: options, cwd: '/'});
const clients = [];
const server = net.createServer({pauseOnConnect: true}, connection => child.send('kept', connection));
const connect = () => clients.push(net.connect(server.address().port, HOST));
const when = (count, done) => server.getConnections((error, open) => open === count ? done(open) : when(count, done));

server.listen(0, HOST, connect);
let served = 0;
child.on('message', () => {
  if (++served < 3) {
    connect();
    return;
  }
  server.getConnections((error, three) => {
    console.log('open: ' + three);
    clients.pop().destroy();
    when(2, two => {
      console.log('open: ' + two);
      server.close(() => server.getConnections((error, none) => {
        console.log('server closed with ' + none + ' open');
        child.kill('SIGKILL');
      }));
      clients.forEach(client => client.destroy());
    });
  });
});
