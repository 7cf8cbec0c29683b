'use strict';

/*
 * The state that all workers of an application share, for Node programs under Baton:
 *
 *     const shared = require(process.env.BATON_SHARED_MODULE);
 *     await shared.put('session:1', 'ada', { life: 30 * 60 * 1000 });
 *     (await shared.get('session:1')).toString();          // a Buffer, or null
 *     await shared.increment('hits', 1, { life: 10_000 }); // a number; life counts for a key that this makes
 *     await shared.compareAndSet('lock', null, 'mine', { life: 1000 });
 *     await shared.publish('chat', 'hello');
 *     const stop = await shared.subscribe('chat', text => console.log(text.toString()));
 *
 * Keys are strings of 1 to 1024 bytes, values strings or Buffers of at most 65536 bytes, lives milliseconds. Each call returns
 * a promise, and fails with an Error that says why. The process may end while nothing waits for an answer and nothing is
 * subscribed. It uses a connection of its own, not the channel of process.send().
 */

const net = require('net');
const { Link, error } = require('./shared-link.cjs');

const MAX_KEY = 1024;
const MAX_VALUE = 64 * 1024;
const MAX_LIFE = 36_500 * 24 * 3600 * 1000;
const RENEW_MS = 200;
const RENEWED_AT_ONCE = 500;
const SHOWN = 64;

/**
 * The master as a keeper. A keeper has a name for messages, a prefix for keys and topics, the calls with which a connection begins,
 * and the time that a call may take, with or without connecting; it connects, says why a call was refused and whether another
 * connection is needed then, and knows the words of the calls that keepers spell in different ways.
 */
function master(address) {
  return {
    name: 'the master',
    prefix: '',
    begin: [],
    ms: 5_000,
    countsConnecting: false,
    connect: connected => net.connect('\0' + address.slice(1), connected),
    refusal: line => line.replace(/^ERR /, ''),
    isToBeLeft: () => false,
    increment: (name, by, life) => ['INCRBY', name, by, ...px(life)],
    compareAndSet: (name, expected, value, life) =>
      ['CAS', name, ...(expected === null ? ['NONE'] : ['IF', expected]), ...(value === null ? [] : ['THEN', value]),
        ...px(life)],
  };
}

function px(life) {
  return life === undefined ? [] : ['PX', life];
}

/** What keeps the state of this process; null if nothing does. */
function keeperOf(address, application) {
  if (address.startsWith('@')) {
    return master(address);
  }
  return address === '' ? null : require('./shared-redis.cjs')(address, application);
}

const keeper = keeperOf(process.env.BATON_SHARED_AT || '', process.env.BATON_APP || 'app');
const link = new Link(keeper);
const heard = new Link(keeper, tell, ended);

/** What is subscribed: for each topic its listeners, as objects of their own. */
const topics = new Map();
let renewing = false;

function tell(name, message) {
  for (const { listener } of topics.get(name) || []) {
    // Not now: what it throws is not the connection's. A copy: the bytes are its own.
    process.nextTick(listener, Buffer.from(message));
  }
}

/** The connection of the subscriptions has ended: a master that replaces itself has said so. */
function ended(bye) {
  if (topics.size > 0 && !renewing) {
    renewing = true;
    setTimeout(renew, bye ? 0 : RENEW_MS);
  }
}

async function renew() {
  const all = [...topics.keys()];
  try {
    for (let i = 0; i < all.length; i += RENEWED_AT_ONCE) {
      await Promise.all(all.slice(i, i + RENEWED_AT_ONCE).map(name => heard.call('subscribe', ['SUBSCRIBE', name])));
    }
    renewing = false;
  } catch {
    setTimeout(renew, RENEW_MS);
  }
}

/** Carries a call out: checks its key, and lets the rest be made of the keeper and the key's name there. */
async function call(operation, key, words, on = link) {
  const shown = String(key).slice(0, SHOWN).replace(/\p{Cc}/gu, '?') + (String(key).length > SHOWN ? '...' : '');
  const name = `${operation} ${shown}`;
  let made;
  try {
    made = words(place(key), keeper);
  } catch (e) {
    throw error(name, e.message);
  }
  return on.call(name, made);
}

/** The name of a key or topic where it is kept. */
function place(key) {
  if (keeper === null) {
    throw new Error('this process has no master that keeps shared state, or --shared is off');
  }
  const length = typeof key === 'string' ? Buffer.byteLength(key) : 0;
  if (length < 1 || length > MAX_KEY) {
    throw new Error(`a key of ${typeof key === 'string' ? `${length} bytes` : `type ${typeof key}`} `
      + `(expected: a string of 1 to ${MAX_KEY} bytes)`);
  }
  return keeper.prefix + key;
}

function value(given) {
  if (typeof given !== 'string' && !(given instanceof Uint8Array)) {
    throw new Error(`a value of type ${typeof given} (expected: a string or a Buffer)`);
  }
  const bytes = Buffer.from(given);
  if (bytes.length > MAX_VALUE) {
    throw new Error(`a value of ${bytes.length} bytes (expected: at most ${MAX_VALUE})`);
  }
  return bytes;
}

function whole(given) {
  if (!Number.isSafeInteger(given)) {
    throw new Error(`${given} (expected: a whole number)`);
  }
  return String(given);
}

function life(options) {
  if (options === undefined || options.life === undefined) {
    return undefined;
  }
  if (!(options.life >= 1)) {
    throw new Error(`a life of ${options.life} ms (expected: at least 1 ms)`);
  }
  return whole(Math.min(Math.round(options.life), MAX_LIFE));
}

module.exports = {
  async get(key) {
    return call('get', key, name => ['GET', name]);
  },
  async put(key, content, options) {
    await call('put', key, name => ['SET', name, value(content), ...px(life(options))]);
  },
  async remove(key) {
    return (await call('remove', key, name => ['DEL', name])) === 1;
  },
  async increment(key, by = 1, options) {
    return Number(await call('increment', key, (name, its) => its.increment(name, whole(by), life(options))));
  },
  async expire(key, ms) {
    return (await call('expire', key, name => ['PEXPIRE', name, life({ life: ms ?? 0 })])) === 1;
  },
  async compareAndSet(key, expected, content, options) {
    return (await call('compareAndSet', key, (name, its) => {
      const known = expected === null ? null : value(expected);
      return its.compareAndSet(name, known, content === null ? null : value(content), life(options));
    })) === 1;
  },
  async publish(topic, message) {
    return call('publish', topic, name => ['PUBLISH', name, value(message)]);
  },
  async subscribe(topic, listener) {
    if (typeof listener !== 'function') {
      throw error('subscribe', `a listener of type ${typeof listener} (expected: a function)`);
    }
    const own = { listener };
    let name;
    const stop = () => {
      const listeners = topics.get(name);
      if (listeners?.delete(own) && listeners.size === 0) {
        topics.delete(name);
        heard.stays = topics.size > 0;
        if (heard.open) {
          heard.call('unsubscribe', ['UNSUBSCRIBE', name]).catch(() => {});
        }
      }
    };
    try {
      await call('subscribe', topic, there => {
        name = there;
        topics.set(name, (topics.get(name) || new Set()).add(own));
        heard.stays = true;
        return ['SUBSCRIBE', name];
      }, heard);
    } catch (e) {
      stop();
      throw e;
    }
    return stop;
  },
};
