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

const BYE = 'BYE the master replaces itself';
const MAX_KEY = 1024;
const MAX_VALUE = 64 * 1024;
const MOST_WAITING = 10_000;
const ANSWER_MS = 5_000;
const UPGRADE_MS = 10_000;
const AGAIN_MS = 20;
const RENEW_MS = 200;

function error(text) {
  return new Error('shared state: ' + text);
}

/** Cuts what comes into answers: null, a number, a Buffer, an Error, or an array of these. */
class Reader {
  constructor() {
    this.rest = Buffer.alloc(0);
  }

  add(bytes, answer) {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    let at = 0;
    for (let read = this.read(at); read !== undefined; read = this.read(at)) {
      at = read.end;
      answer(read.value);
    }
    this.rest = this.rest.subarray(at);
  }

  /** The value that begins here, and where it ends; undefined if the rest of it has not come. */
  read(at) {
    const end = this.rest.indexOf('\r\n', at);
    if (end < 0) {
      return undefined;
    }
    const line = this.rest.toString('utf8', at + 1, end);
    const next = end + 2;
    switch (String.fromCharCode(this.rest[at])) {
      case '+':
        return { value: line, end: next };
      case '-':
        return { value: error(line.replace(/^ERR /, '')), end: next };
      case ':':
        return { value: Number(line), end: next };
      case '$':
        return this.text(Number(line), next);
      case '*':
        return this.array(Number(line), next);
      default:
        throw error('an answer that is not understood');
    }
  }

  text(length, at) {
    if (length < 0) {
      return { value: null, end: at };
    }
    const end = at + length + 2;
    return end <= this.rest.length ? { value: Buffer.from(this.rest.subarray(at, end - 2)), end } : undefined;
  }

  array(length, at) {
    const value = [];
    for (let i = 0; i < length; i++) {
      const element = this.read(at);
      if (element === undefined) {
        return undefined;
      }
      value.push(element.value);
      at = element.end;
    }
    return { value, end: at };
  }
}

/** A connection, which begins with the first call. Calls that a master which replaces itself has not answered are sent again. */
class Link {
  constructor(told, lost) {
    this.told = told;
    this.lost = lost;
    this.waiting = [];
    this.socket = null;
    this.open = false;
    this.upgrade = 0;
  }

  call(words) {
    if (this.waiting.length >= MOST_WAITING) {
      return Promise.reject(error(`${this.waiting.length} calls wait for the master (expected: at most ${MOST_WAITING})`));
    }
    return new Promise((resolve, reject) => {
      const parts = [Buffer.from(`*${words.length}\r\n`)];
      for (const word of words) {
        parts.push(Buffer.from(`$${word.length}\r\n`), word, Buffer.from('\r\n'));
      }
      const call = { bytes: Buffer.concat(parts), resolve, reject, at: Date.now() };
      this.waiting.push(call);
      if (this.open) {
        this.socket.write(call.bytes);
        this.socket.ref();
      } else if (this.socket === null) {
        this.connect();
      }
      this.look();
    });
  }

  connect() {
    const address = process.env.BATON_SHARED_AT || '';
    if (!address.startsWith('@')) {
      this.fail('this process has no master that keeps it, or --shared is not master');
      return;
    }
    let bye = false;
    let reason = 'the connection to the master was lost; whether the call was carried out is not known';
    const reader = new Reader();
    const socket = net.connect('\0' + address.slice(1));
    this.socket = socket;
    socket.on('connect', () => {
      this.open = true;
      this.upgrade = 0;
      this.waiting.forEach(call => socket.write(call.bytes));
    });
    socket.on('data', bytes => {
      try {
        reader.add(bytes, value => {
          if (value instanceof Error && value.message.endsWith(BYE)) {
            bye = true;
            socket.destroy();
          } else if (Array.isArray(value) && value[0].toString() === 'message') {
            this.told(value[1].toString(), value[2]);
          } else {
            this.answered(value);
          }
        });
      } catch (e) {
        socket.destroy(e);
      }
    });
    socket.on('error', e => {
      reason = this.open ? reason : 'no connection to the master: ' + e.message;
    });
    socket.on('close', () => {
      const wasOpen = this.open;
      this.socket = null;
      this.open = false;
      if (bye) {
        this.upgrade = Date.now();
      }
      if (this.upgrade !== 0 && Date.now() - this.upgrade < UPGRADE_MS) {
        if (this.waiting.length > 0) {
          setTimeout(() => this.socket === null && this.connect(), bye ? 0 : AGAIN_MS);
        }
      } else {
        this.fail(reason);
      }
      if (wasOpen) {
        this.lost();
      }
    });
  }

  answered(value) {
    const call = this.waiting.shift();
    if (call === undefined) {
      return;
    }
    if (value instanceof Error) {
      call.reject(value);
    } else {
      call.resolve(value);
    }
    if (this.waiting.length === 0 && !this.stays) {
      this.socket.unref();
    }
  }

  fail(reason) {
    const failed = this.waiting;
    this.waiting = [];
    failed.forEach(call => call.reject(error(reason)));
  }

  /** Sees once a second whether the master answers. */
  look() {
    if (this.looking || this.waiting.length === 0) {
      return;
    }
    this.looking = true;
    setTimeout(() => {
      this.looking = false;
      if (this.open && this.waiting.length > 0 && Date.now() - this.waiting[0].at > ANSWER_MS) {
        this.fail(`the master has not answered for ${ANSWER_MS} ms`);
        this.socket.destroy();
      } else {
        this.look();
      }
    }, 1000).unref();
  }
}

const topics = new Map();
const link = new Link(() => {}, () => {});
const heard = new Link(tell, renew);

function tell(topic, message) {
  for (const listener of [...(topics.get(topic) || [])]) {
    listener(message);
  }
}

/** The connection of the subscriptions was lost. */
function renew() {
  if (topics.size > 0) {
    Promise.all([...topics.keys()].map(topic => heard.call([word('SUBSCRIBE'), word(topic)]))).catch(() =>
      setTimeout(renew, RENEW_MS));
  }
}

function word(text) {
  return Buffer.from(String(text));
}

function key(text) {
  const bytes = word(text);
  if (typeof text !== 'string' || bytes.length < 1 || bytes.length > MAX_KEY) {
    throw error(`a key of ${bytes.length} bytes (expected: a string of 1..${MAX_KEY})`);
  }
  return bytes;
}

function value(given) {
  const bytes = Buffer.isBuffer(given) ? given : word(given);
  if (bytes.length > MAX_VALUE) {
    throw error(`a value of ${bytes.length} bytes (expected: 0..${MAX_VALUE})`);
  }
  return bytes;
}

function whole(number) {
  if (!Number.isSafeInteger(number)) {
    throw error(`${number} (expected: a whole number)`);
  }
  return word(number);
}

function life(options) {
  if (options === undefined || options.life === undefined) {
    return [];
  }
  if (!(options.life >= 1)) {
    throw error(`a life of ${options.life} ms (expected: at least 1)`);
  }
  return [word('PX'), whole(Math.round(options.life))];
}

module.exports = {
  async get(name) {
    return link.call([word('GET'), key(name)]);
  },
  async put(name, content, options) {
    await link.call([word('SET'), key(name), value(content), ...life(options)]);
  },
  async remove(name) {
    return (await link.call([word('DEL'), key(name)])) === 1;
  },
  async increment(name, by = 1, options) {
    return link.call([word('INCRBY'), key(name), whole(by), ...life(options)]);
  },
  async expire(name, ms) {
    return (await link.call([word('PEXPIRE'), key(name), life({ life: ms })[1]])) === 1;
  },
  async compareAndSet(name, expected, content, options) {
    const words = [word('CAS'), key(name)];
    words.push(...(expected === null ? [word('NONE')] : [word('IF'), value(expected)]));
    words.push(...(content === null ? [] : [word('THEN'), value(content)]));
    return (await link.call([...words, ...life(options)])) === 1;
  },
  async publish(topic, message) {
    return link.call([word('PUBLISH'), key(topic), value(message)]);
  },
  async subscribe(topic, listener) {
    const name = key(topic);
    const listeners = topics.get(topic) || new Set();
    topics.set(topic, listeners.add(listener));
    heard.stays = true;
    await heard.call([word('SUBSCRIBE'), name]);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && topics.get(topic) === listeners) {
        topics.delete(topic);
        heard.stays = topics.size > 0;
        heard.call([word('UNSUBSCRIBE'), name]).catch(() => {});
      }
    };
  },
};
