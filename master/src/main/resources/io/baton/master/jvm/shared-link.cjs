'use strict';

/* A connection to the keeper of shared state, in RESP, the protocol of Redis. For shared.cjs. */

const BYE = 'BYE the master replaces itself';
const MAX_ANSWER = 1 << 20;
const MAX_ELEMENTS = 16;
const MOST_WAITING = 10_000;
const MOST_BYTES = 8 << 20;
const UPGRADE_MS = 10_000;
const AGAIN_MS = 20;
const LOOK_MS = 1_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

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
 * other call is sent once. After an attempt that failed, calls fail at once for a while.
 */
class Link {
  /** What it is connected to; what hears a message, as (topic, text); and what hears that a connection has ended. */
  constructor(keeper, told = () => {}, lost = () => {}) {
    this.keeper = keeper;
    this.told = told;
    this.lost = lost;
    this.waiting = [];
    this.bytes = 0;
    this.socket = null;
    this.open = false;
    this.upgrade = 0;
    this.pause = 0;
    this.pausedUntil = 0;
    this.away = '';
  }

  /** Carries a call out; its name is for messages. */
  call(name, words) {
    const bytes = encoded(words);
    if (this.waiting.length >= MOST_WAITING || this.bytes > MOST_BYTES) {
      return Promise.reject(error(name, `${this.waiting.length} calls of ${this.bytes} bytes wait for ${this.keeper.name} `
        + `(expected: at most ${MOST_WAITING} of ${MOST_BYTES} bytes)`));
    }
    if (performance.now() < this.pausedUntil) {
      return Promise.reject(error(name, this.away));
    }
    return new Promise((resolve, reject) => {
      const call = { name, bytes, resolve, reject, at: performance.now(), sent: false, changes: words[0] !== 'GET' };
      this.waiting.push(call);
      this.bytes += bytes.length;
      if (this.open) {
        this.send(call);
        this.socket.ref();
      } else if (this.socket === null) {
        this.connect();
      }
      this.look();
    });
  }

  send(call) {
    call.sent = true;
    this.socket.write(call.bytes);
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
        this.upgrade = performance.now();
      }
      if (this.upgrade !== 0 && performance.now() - this.upgrade < UPGRADE_MS) {
        if (this.waiting.length > 0) {
          setTimeout(() => this.socket === null && this.connect(), bye ? 0 : AGAIN_MS);
        }
      } else {
        this.fail(reason || `the connection to ${keeper.name} was lost`, !wasOpen);
      }
      this.lost(bye);
    });
  }

  opened() {
    this.open = true;
    this.upgrade = 0;
    this.pause = 0;
    for (const call of this.waiting) {
      if (!this.keeper.countsConnecting) {
        call.at = performance.now();
      }
      this.send(call);
    }
  }

  answered(value) {
    const call = this.waiting.shift();
    if (call === undefined) {
      throw new Error('an answer that nobody asked for');
    }
    this.bytes -= call.bytes.length;
    if (value instanceof Refusal) {
      call.reject(error(call.name, this.keeper.refusal(value.line)));
      if (this.keeper.isToBeLeft(value.line)) {
        throw new Error(value.line);
      }
    } else {
      call.resolve(value);
    }
    if (this.waiting.length === 0 && !this.stays) {
      this.socket.unref();
    }
  }

  /** All calls that wait fail, and with a pause the next ones. */
  fail(reason, pauses) {
    if (pauses) {
      this.pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * this.pause));
      this.pausedUntil = performance.now() + this.pause;
      this.away = reason;
    }
    const failed = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    for (const call of failed) {
      call.reject(error(call.name, call.sent && call.changes ? `${reason} (it may have been carried out)` : reason));
    }
  }

  /** Looks again when the first call will have waited for too long. */
  look() {
    if (this.looking || this.waiting.length === 0) {
      return;
    }
    const { name, ms, countsConnecting } = this.keeper;
    const left = this.open || countsConnecting ? this.waiting[0].at + ms - performance.now() : LOOK_MS;
    if (left <= 0) {
      this.fail(`${this.open ? 'no answer of' : 'no connection to'} ${name} within ${ms} ms`, !this.open);
      this.socket?.destroy();
      return;
    }
    this.looking = true;
    setTimeout(() => {
      this.looking = false;
      this.look();
    }, Math.min(Math.ceil(left), LOOK_MS)).unref();
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

/** Why the call of this name failed. */
function error(name, text) {
  return new Error(`${name}: ${text}`);
}

module.exports = { Link, error };
