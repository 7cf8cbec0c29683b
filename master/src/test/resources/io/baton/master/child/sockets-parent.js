// Gives a Java child a bound socket, and has it give one. Arguments: java, the child's main class, java's options.
'use strict';
const {fork} = require('child_process');
const net = require('net');
const HOST = '127.0.0.1';
const [java, main, ...options] = process.argv.slice(2);

const child = fork(main, {execPath: java, execArgv: options, cwd: '/'});
const bound = new net.BoundSocket({host: HOST});
const {port} = bound.address();

function read(from, done) {
  let text = '';
  net.connect(from, HOST).setEncoding('utf8').on('data', data => text += data).on('end', () => done(text));
}
child.on('message', (message, handle) => {
  if (!handle) {
    read(port, text => {
      console.log('a child listens: ' + text);
      child.send('bound');
    });
    return;
  }
  if (!(handle instanceof net.BoundSocket)) {
    throw new Error(handle.constructor.name);
  }
  const server = net.createServer(connection => connection.end('served'));
  server.listen(handle, () => read(server.address().port, text => {
    console.log('the parent listens: ' + text);
    child.kill('SIGKILL');
    server.close();
  }));
});
child.send('bound', bound);
