'use strict';

// Says a word to the other workers at once, and tells what it hears of theirs.
process.send({ greets: process.pid }, () => console.log(`SAID ${process.pid}`));
process.on('message', (message) => console.log(`HEARD ${process.pid} ${message.greets}`));
