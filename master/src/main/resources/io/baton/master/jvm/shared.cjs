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

/**
 * The master as a keeper. A keeper has a name for messages, a prefix for keys and topics, the calls with which a connection begins,
 * and the time that connecting and an answer may take; it connects, says why a call was refused, and knows the words of the calls
 * that keepers spell in different ways.
 */
function master(address) {
  return {
    name: 'the master',
    prefix: '',
    begin: [],
    connectMs: Infinity,
    answerMs: 5_000,
    connect: connected => net.connect('\0' + address.slice(1), connected),
    refusal: line => line.replace(/^ERR /, ''),
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
const topics = new Map();
const link = new Link(keeper);
const heard = new Link(keeper, tell, renew);

function tell(name, message) {
  for (const listener of [...(topics.get(name) || [])]) {
    process.nextTick(listener, message); // what it throws is not the connection's
  }
}

/** The connection of the subscriptions was lost. */
function renew() {
  if (topics.size > 0) {
    Promise.all([...topics.keys()].map(name => heard.call(['SUBSCRIBE', name]))).catch(() => setTimeout(renew, RENEW_MS));
  }
}

function word(text) {
  return Buffer.isBuffer(text) ? text : Buffer.from(String(text));
}

/** The keeper; it throws if there is none. */
function kept() {
  if (keeper === null) {
    throw error('this process has no master that keeps it, or --shared is off');
  }
  return keeper;
}

/** The name of a key or topic where it is kept. */
function key(text) {
  const length = Buffer.byteLength(String(text));
  if (typeof text !== 'string' || length < 1 || length > MAX_KEY) {
    throw error(`a key of ${length} bytes (expected: a string of 1..${MAX_KEY})`);
  }
  return kept().prefix + text;
}

function value(given) {
  const bytes = word(given);
  if (bytes.length > MAX_VALUE) {
    throw error(`a value of ${bytes.length} bytes (expected: 0..${MAX_VALUE})`);
  }
  return bytes;
}

function whole(given) {
  if (!Number.isSafeInteger(given)) {
    throw error(`${given} (expected: a whole number)`);
  }
  return String(given);
}

function life(options) {
  if (options === undefined || options.life === undefined) {
    return undefined;
  }
  if (!(options.life >= 1)) {
    throw error(`a life of ${options.life} ms (expected: at least 1)`);
  }
  return whole(Math.min(Math.round(options.life), MAX_LIFE));
}

module.exports = {
  async get(name) {
    return link.call(['GET', key(name)]);
  },
  async put(name, content, options) {
    await link.call(['SET', key(name), value(content), ...px(life(options))]);
  },
  async remove(name) {
    return (await link.call(['DEL', key(name)])) === 1;
  },
  async increment(name, by = 1, options) {
    return Number(await link.call(kept().increment(key(name), whole(by), life(options))));
  },
  async expire(name, ms) {
    return (await link.call(['PEXPIRE', key(name), life({ life: ms })])) === 1;
  },
  async compareAndSet(name, expected, content, options) {
    const known = expected === null ? null : value(expected);
    const next = content === null ? null : value(content);
    return (await link.call(kept().compareAndSet(key(name), known, next, life(options)))) === 1;
  },
  async publish(topic, message) {
    return link.call(['PUBLISH', key(topic), value(message)]);
  },
  async subscribe(topic, listener) {
    const name = key(topic);
    const listeners = topics.get(name) || new Set();
    topics.set(name, listeners.add(listener));
    heard.stays = true;
    const stop = () => {
      listeners.delete(listener);
      if (listeners.size === 0 && topics.get(name) === listeners) {
        topics.delete(name);
        heard.stays = topics.size > 0;
        if (heard.open) {
          heard.call(['UNSUBSCRIBE', name]).catch(() => {});
        }
      }
    };
    try {
      await heard.call(['SUBSCRIBE', name]);
    } catch (e) {
      stop();
      throw e;
    }
    return stop;
  },
};
