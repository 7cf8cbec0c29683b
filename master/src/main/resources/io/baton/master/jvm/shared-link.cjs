'use strict';

/* A connection to the keeper of shared state, in RESP, the protocol of Redis. For shared.cjs. */

const BYE = 'BYE the master replaces itself';
const MAX_ANSWER = 1 << 20;
const MAX_ELEMENTS = 16;
const MOST_WAITING = 10_000;
const MOST_BYTES = 8 << 20;
const UPGRADE_MS = 10_000;
const AGAIN_MS = 20;

/** An answer that says why a call was not carried out. */
class Refusal {
  constructor(line) {
    this.line = line;
  }
}

/** Cuts what comes into answers: null, a number, a string, a Buffer, a Refusal, or an array of these. */
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
    if (this.rest.length > 2 * MAX_ANSWER) {
      throw new Error(`an answer of more than ${MAX_ANSWER} bytes`);
    }
  }

  /** The value that begins here, and where it ends; undefined if the rest of it has not come. */
  read(at) {
    if (at < this.rest.length && !'+-:$*'.includes(String.fromCharCode(this.rest[at]))) {
      throw new Error('an answer that is not understood');
    }
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
        return { value: new Refusal(line), end: next };
      case ':':
        return { value: number(line, Number.MAX_VALUE), end: next };
      case '$':
        return this.text(number(line, MAX_ANSWER), next);
      default:
        return this.array(number(line, MAX_ELEMENTS), next);
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

function number(line, most) {
  const value = line === '' ? NaN : Number(line);
  if (!Number.isInteger(value) || value > most) {
    throw new Error('an answer that is not understood');
  }
  return value;
}

/**
 * A connection, which begins with the first call. Calls that a master which replaces itself has not answered are sent again; any
 * other call is sent once.
 */
class Link {
  /** What it is connected to; what hears a message, as (topic, text); and what hears that an open connection was lost. */
  constructor(keeper, told = () => {}, lost = () => {}) {
    this.keeper = keeper;
    this.told = told;
    this.lost = lost;
    this.waiting = [];
    this.bytes = 0;
    this.socket = null;
    this.open = false;
    this.upgrade = 0;
  }

  call(words) {
    const keeper = this.keeper;
    const bytes = encoded(words);
    if (this.waiting.length >= MOST_WAITING || this.bytes > MOST_BYTES) {
      return Promise.reject(error(`${this.waiting.length} calls of ${this.bytes} bytes wait for ${keeper.name} `
        + `(expected: at most ${MOST_WAITING} of ${MOST_BYTES} bytes)`));
    }
    return new Promise((resolve, reject) => {
      const call = { bytes, resolve, reject, at: Date.now() };
      this.waiting.push(call);
      this.bytes += bytes.length;
      if (this.open) {
        this.socket.write(bytes);
        this.socket.ref();
      } else if (this.socket === null) {
        this.connect();
      }
      this.look();
    });
  }

  connect() {
    const keeper = this.keeper;
    let beginning = keeper.begin.length;
    let bye = false;
    let reason;
    const reader = new Reader();
    const socket = keeper.connect(() => {
      keeper.begin.forEach(words => socket.write(encoded(words)));
      if (beginning === 0) {
        this.opened();
      }
    });
    this.socket = socket;
    socket.on('data', bytes => {
      try {
        reader.add(bytes, value => {
          if (value instanceof Refusal && value.line.endsWith(BYE)) {
            bye = true;
            socket.destroy();
          } else if (beginning > 0) {
            if (value instanceof Refusal) {
              throw new Error(keeper.refusal(value.line));
            }
            beginning--;
            if (beginning === 0) {
              this.opened();
            }
          } else if (Array.isArray(value) && String(value[0]) === 'message') {
            this.told(String(value[1]), value[2]);
          } else {
            this.answered(value);
          }
        });
      } catch (e) {
        reason = `${this.open ? '' : 'no connection to '}${keeper.name}: ${e.message}`;
        socket.destroy();
      }
    });
    socket.on('error', e => {
      reason = this.open ? reason : `no connection to ${keeper.name}: ${e.message || e.code}`;
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
        this.fail(reason || `the connection to ${keeper.name} was lost; whether the call was carried out is not known`);
      }
      if (wasOpen) {
        this.lost();
      }
    });
  }

  opened() {
    this.open = true;
    this.upgrade = 0;
    for (const call of this.waiting) {
      call.at = Date.now();
      this.socket.write(call.bytes);
    }
  }

  answered(value) {
    const call = this.waiting.shift();
    if (call === undefined) {
      throw new Error('an answer that nobody asked for');
    }
    this.bytes -= call.bytes.length;
    if (value instanceof Refusal) {
      call.reject(error(this.keeper.refusal(value.line)));
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
    this.bytes = 0;
    failed.forEach(call => call.reject(error(reason)));
  }

  /** Looks again when the first call will have waited for too long. */
  look() {
    if (this.looking || this.waiting.length === 0) {
      return;
    }
    const { name, answerMs, connectMs } = this.keeper;
    const limit = this.open ? answerMs : connectMs;
    const left = this.waiting[0].at + limit - Date.now();
    if (left < 0) {
      this.fail(this.open ? `${name} has not answered for ${limit} ms` : `no connection to ${name} within ${limit} ms`);
      this.socket?.destroy();
      return;
    }
    this.looking = true;
    setTimeout(() => {
      this.looking = false;
      this.look();
    }, Math.min(left + 1, 1000)).unref();
  }
}

/** Words as RESP has them: strings or Buffers. */
function encoded(words) {
  const parts = [Buffer.from(`*${words.length}\r\n`)];
  for (const each of words) {
    const bytes = Buffer.isBuffer(each) ? each : Buffer.from(each);
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

function error(text) {
  return new Error('shared state: ' + text);
}

module.exports = { Link, error };
