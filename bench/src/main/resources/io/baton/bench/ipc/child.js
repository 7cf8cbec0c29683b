'use strict';
// The child of a measurement: counts what comes, or sends it back.

let left = 0;
let echoes = false;

process.on('message', (message, handle) => {
  if (message.do) {
    echoes = message.do === 'echo';
    left = message.of;
    return;
  }
  if (handle) handle.destroy();
  if (echoes) process.send(message);
  else if (--left === 0) process.send({ done: true });
});
process.send({ ready: true });
