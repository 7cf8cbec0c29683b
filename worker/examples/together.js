'use strict';

/* Three things that the workers of an application do together, as in Together.java: sessions, a rate limit, and a chat. */

const http = require('http');
const { randomUUID } = require('crypto');
const shared = require(process.env.BATON_SHARED_MODULE);

const SESSION_MS = 30 * 60 * 1000;
const WINDOW_MS = 10_000;
const LIMIT = 5;

const routes = {
  async '/login'(query) {
    // Whichever worker is asked next, it knows the session.
    const id = randomUUID();
    await shared.put('session:' + id, query.get('user'), { life: SESSION_MS });
    return [200, id];
  },
  async '/me'(query) {
    const user = await shared.get('session:' + query.get('id'));
    return user === null ? [401, 'log in first'] : [200, `${user} at ${process.pid}`];
  },
  async '/limited'(query) {
    // The first request of a window makes the key, which is gone when the window ends.
    const count = await shared.increment('rate:' + query.get('client'), 1, { life: WINDOW_MS });
    return count > LIMIT ? [429, 'slowly'] : [200, `${count} at ${process.pid}`];
  },
  async '/say'(query) {
    return [200, `heard by ${await shared.publish('chat', query.get('text'))} workers`];
  },
  async '/put'(query) {
    await shared.put(query.get('key'), Buffer.alloc(Number(query.get('bytes'))));
    return [200, 'kept'];
  },
  async '/'() {
    await shared.get('nothing');
    return [200, `I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`];
  },
};

/** Server-sent events: what anyone says at any worker, until the client goes. */
async function chat(response) {
  response.setHeader('content-type', 'text/event-stream');
  const stop = await shared.subscribe('chat', text => response.write(`data: ${text}\n\n`));
  response.on('close', stop);
  if (response.destroyed) {
    stop(); // the client has gone meanwhile
  } else {
    response.flushHeaders();
  }
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  try {
    if (url.pathname === '/chat') {
      await chat(response);
      return;
    }
    const [status, text] = await (routes[url.pathname] ?? routes['/'])(url.searchParams);
    response.statusCode = status;
    response.end(text);
  } catch (e) {
    response.statusCode = 503;
    response.end(e.message);
  }
}

http.createServer(answer).listen(process.env.PORT);
