// Socket.IO: `node socketio-app.js alone|adapter|sticky`, alone or as the manuals of @socket.io/cluster-adapter and @socket.io/sticky
// have the code of a worker.
'use strict';

const http = require('http');
const { Server } = require('socket.io');

const kind = process.argv[2];
const server = http.createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk) => (bytes += chunk.length));
  request.on('end', () => response.end(`${process.pid} got ${bytes} from ${request.socket.remoteAddress}`));
});
const io = new Server(server);
if (kind !== 'alone') io.adapter(require('@socket.io/cluster-adapter').createAdapter());
if (kind === 'sticky') {
  require('@socket.io/sticky').setupWorker(io);
} else {
  server.listen(Number(process.env.PORT));
}
io.on('connection', (socket) => {
  socket.on('echo', (text, answer) => answer(process.pid));
  socket.on('shout', (text) => io.emit('heard', text));
  // Fails while a worker that has died is still waited for.
  socket.on('count', (answer) => io.fetchSockets().then((all) => answer(all.length), () => answer(-1)));
  socket.on('block', (ms) => {
    const until = Date.now() + ms;
    while (Date.now() < until);
  });
});
