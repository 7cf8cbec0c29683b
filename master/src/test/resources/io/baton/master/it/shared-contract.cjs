'use strict';

/* What the module for Node promises, whatever keeps the state. GET /contract answers "kept", or what was not. */

const assert = require('node:assert/strict');
const http = require('node:http');
const { setTimeout: after } = require('node:timers/promises');
const shared = require(process.env.BATON_SHARED_MODULE);

const SHORT = 100;
const text = async key => String(await shared.get(key));

/** Polls until it is as expected. */
async function until(condition) {
  for (let i = 0; i < 500; i++) {
    if (await condition()) {
      return;
    }
    await after(20);
  }
  assert.fail(`never: ${condition}`);
}

const promises = {
  async 'what is put is got until it is removed'() {
    assert.equal(await shared.get('cart'), null);
    await shared.put('cart', 'apple');
    assert.equal(await text('cart'), 'apple');
    await shared.put('cart', Buffer.from([0, 13, 10, 255]));
    assert.deepEqual(await shared.get('cart'), Buffer.from([0, 13, 10, 255]));
    await shared.put('cart', new Uint8Array([1, 2]));
    assert.deepEqual(await shared.get('cart'), Buffer.from([1, 2]));
    await shared.put('cart', '');
    assert.equal((await shared.get('cart')).length, 0);
    assert.equal(await shared.remove('cart'), true);
    assert.equal(await shared.remove('cart'), false);
  },
  async 'a life ends, and can be given and taken'() {
    await shared.put('session', 'ada', { life: SHORT });
    await until(async () => await shared.get('session') === null);
    assert.equal(await shared.expire('session', SHORT), false);
    await shared.put('session', 'ada');
    assert.equal(await shared.expire('session', SHORT), true);
    await until(async () => await shared.get('session') === null);
    await shared.increment('window', 1, { life: 300 });
    await until(async () => await shared.increment('window', 1, { life: 300 }) === 1);
  },
  async 'a sum has 64 bits'() {
    assert.equal(await shared.increment('n'), 1);
    assert.equal(await shared.increment('n', -3), -2);
    assert.equal(await text('n'), '-2');
    await shared.put('n', '9223372036854775807');
    await assert.rejects(shared.increment('n'), { message: 'increment n: the sum is no 64-bit number' });
    await assert.rejects(shared.increment('n', 1, { life: 1000 }), { message: 'increment n: the sum is no 64-bit number' });
    await shared.put('n', 'apple');
    await assert.rejects(shared.increment('n'), { message: 'increment n: the value is no 64-bit number' });
    await assert.rejects(shared.increment('n', 1, { life: 1000 }), { message: 'increment n: the value is no 64-bit number' });
  },
  async 'compareAndSet sets only what is expected'() {
    assert.equal(await shared.compareAndSet('lock', 'mine', 'yours'), false);
    assert.equal(await shared.compareAndSet('lock', null, 'mine'), true);
    assert.equal(await shared.compareAndSet('lock', null, 'yours'), false);
    assert.equal(await shared.compareAndSet('lock', 'mine', 'ours', { life: 60_000 }), true);
    assert.equal(await shared.compareAndSet('lock', 'ours', null), true);
    assert.equal(await shared.get('lock'), null);
    assert.equal(await shared.compareAndSet('lock', null, null), true);
  },
  async 'calls are carried out in their order'() {
    await shared.put('step', '0');
    const steps = [];
    for (let i = 0; i < 500; i++) {
      steps.push(shared.compareAndSet('step', String(i), String(i + 1)));
    }
    assert.ok((await Promise.all(steps)).every(step => step));
  },
  async 'each listener hears each message in its order, until it stops'() {
    const heard = [[], []];
    const listener = i => message => heard[i].push(String(message));
    const same = message => heard[1].push(String(message));
    const stops = [await shared.subscribe('news', listener(0)), await shared.subscribe('news', same),
      await shared.subscribe('news', same)];
    for (let i = 0; i < 300; i++) {
      shared.publish('news', String(i));
    }
    await until(() => heard[0].length === 300 && heard[1].length === 600);
    assert.deepEqual(heard[0], Array.from({ length: 300 }, (unused, i) => String(i)));
    stops[1]();
    stops[1]();
    await shared.publish('news', 'once');
    await until(() => heard[0].length === 301 && heard[1].length === 601);
    stops[0]();
    stops[2]();
    await until(async () => await shared.publish('news', 'nobody') === 0);
  },
  async 'a listener that throws harms no other, and its exception is uncaught'() {
    const heard = [];
    const uncaught = new Promise(resolve => process.once('uncaughtException', resolve));
    const stops = [await shared.subscribe('bugs', () => { throw new Error('a bug'); }),
      await shared.subscribe('bugs', message => heard.push(message))];
    await shared.publish('bugs', 'x');
    await until(() => heard.length === 1);
    assert.equal((await uncaught).message, 'a bug');
    stops.forEach(stop => stop());
  },
  async 'what does not fit is refused in words'() {
    const misfits = {
      'get : a key of 0 bytes (expected: a string of 1 to 1024 bytes)': () => shared.get(''),
      [`get ${'k'.repeat(64)}...: a key of 1025 bytes (expected: a string of 1 to 1024 bytes)`]: () => shared.get('k'.repeat(1025)),
      'get 7: a key of type number (expected: a string of 1 to 1024 bytes)': () => shared.get(7),
      'put k: a value of 65537 bytes (expected: at most 65536)': () => shared.put('k', 'x'.repeat(65537)),
      'put k: a value of type undefined (expected: a string or a Buffer)': () => shared.put('k', undefined),
      'put k: a value of type object (expected: a string or a Buffer)': () => shared.put('k', {}),
      'compareAndSet k: a value of type undefined (expected: a string or a Buffer)': () => shared.compareAndSet('k', undefined, 'x'),
      'put k: a life of 0 ms (expected: at least 1 ms)': () => shared.put('k', 'x', { life: 0 }),
      'expire k: a life of 0 ms (expected: at least 1 ms)': () => shared.expire('k'),
      'increment k: 1.5 (expected: a whole number)': () => shared.increment('k', 1.5),
      'subscribe: a listener of type undefined (expected: a function)': () => shared.subscribe('k'),
    };
    for (const [message, call] of Object.entries(misfits)) {
      await assert.rejects(call(), { message });
    }
    await shared.put('k'.repeat(1024), 'x'.repeat(65536), { life: Number.MAX_SAFE_INTEGER });
    assert.equal((await shared.get('k'.repeat(1024))).length, 65536);
  },
};

async function contract() {
  for (const [name, promise] of Object.entries(promises)) {
    try {
      await promise();
    } catch (e) {
      return `${name}: ${e.stack}`;
    }
  }
  return 'kept';
}

http.createServer(async (request, response) => {
  response.end(request.url === '/contract' ? await contract() : `I am worker, pid: ${process.pid}, ppid: ${process.ppid}\n`);
}).listen(process.env.PORT);
