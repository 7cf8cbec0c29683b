'use strict';
// One process on the port in PORT. Under pm2 in cluster mode, one of several.
require('./serve.js').server().listen(Number(process.env.PORT), '127.0.0.1', 4096);
