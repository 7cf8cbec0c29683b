// Sends back what it is sent; a connection it greets itself.
process.on('message', (message, handle) => {
  if (handle) {
    handle.end('greeted');
    process.send(['handle', message]);
  } else {
    process.send(message);
  }
});
process.send('up');
