// As the manuals of @socket.io/cluster-adapter and @socket.io/sticky have the code of a worker.
const http = require('http');
const { Server } = require('socket.io');
const { createAdapter } = require('@socket.io/cluster-adapter');
const { setupWorker } = require('@socket.io/sticky');

const sticky = process.argv[2] === 'sticky';
const server = http.createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk) => (bytes += chunk.length));
  request.on('end', () => response.end(`${process.pid} got ${bytes} from ${request.socket.remoteAddress}`));
});
const io = new Server(server);
io.adapter(createAdapter());
if (sticky) {
  setupWorker(io);
} else {
  server.listen(process.env.PORT);
}
io.on('connection', (socket) => {
  socket.emit('pid', process.pid);
  socket.on('shout', (text) => io.emit('heard', text));
  socket.on('count', async (reply) => reply((await io.fetchSockets()).length));
});
