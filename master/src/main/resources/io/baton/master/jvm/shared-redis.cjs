'use strict';

/* Redis as the keeper of shared state, for shared.cjs: where it is, how to begin with it, and the words of each call. */

const net = require('net');
const tls = require('tls');

const EXPECTED = 'expected: redis://[[user]:password@]host[:port][/database][?timeout=2s], or rediss:// for TLS';
const UNITS = { '': 1, ms: 1, s: 1000, m: 60_000 };
const LONGEST_TIMEOUT = 600_000;

/** A key that this makes lives ARGV[2] milliseconds. The sum is read again: a number of Lua has 53 bits. */
const INCREMENT = `
local made = redis.call('EXISTS', KEYS[1]) == 0
redis.call('INCRBY', KEYS[1], ARGV[1])
if made then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('GET', KEYS[1])`;

/** Whether a value is expected, which; whether there is a new one, which; its life in milliseconds, or nothing. */
const COMPARE_AND_SET = `
local found = redis.call('GET', KEYS[1])
if ARGV[1] == '0' then
  if found then return 0 end
elseif found ~= ARGV[2] then
  return 0
end
if ARGV[3] == '0' then
  redis.call('DEL', KEYS[1])
elseif ARGV[5] == '' then
  redis.call('SET', KEYS[1], ARGV[4], 'KEEPTTL')
else
  redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
end
return 1`;

/** What an operator wrote, without its password; it throws if that is no address. */
function read(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    throw new Error(`shared state: no address of a Redis server (${EXPECTED})`);
  }
  const port = url.port === '' ? 6379 : Number(url.port);
  const database = /^\/?(\d*)$/.exec(url.pathname);
  const timeout = /^(\d+)(ms|s|m|)$/.exec(url.searchParams.get('timeout') ?? '2s');
  const shown = `${url.protocol}//${url.hostname}:${port}`;
  const ms = timeout === null ? 0 : Number(timeout[1]) * UNITS[timeout[2]];
  if (url.hostname === '' || database === null || ms < 1 || ms > LONGEST_TIMEOUT) {
    throw new Error(`shared state: ${shown}${url.pathname}: no address of a Redis server (${EXPECTED}, at most 10m)`);
  }
  return { url, port, shown, ms, database: Number(database[1]) };
}

/** Redis at an address: what shared.cjs asks of a keeper. Keys and topics of an application are its own there. */
module.exports = function redis(address, application) {
  const { url, port, shown, ms, database } = read(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const begin = [];
  if (url.password !== '') {
    const user = decodeURIComponent(url.username);
    begin.push(['AUTH', ...(user === '' ? [] : [user]), decodeURIComponent(url.password)]);
  }
  if (database > 0) {
    begin.push(['SELECT', String(database)]);
  }

  return {
    name: shown,
    prefix: `baton:${application}:`,
    begin,
    ms,
    countsConnecting: true,

    connect(connected) {
      if (url.protocol === 'redis:') {
        return net.connect(port, host, connected);
      }
      const trusting = url.searchParams.get('verifyPeer')?.toUpperCase() === 'NONE';
      const servername = net.isIP(host) === 0 ? host : '';
      return tls.connect({ port, host, servername, rejectUnauthorized: !trusting }, connected);
    },

    /** Why Redis has not carried a call out. */
    refusal(line) {
      if (line.startsWith('ERR value is not an integer')) {
        return 'the value is no 64-bit number';
      }
      if (line.startsWith('ERR increment or decrement would overflow')) {
        return 'the sum is no 64-bit number';
      }
      return `Redis says: ${line.split(' script: ')[0]}`;
    },

    /** A server that does not write any more is no primary any more: its name may lead to another one. */
    isToBeLeft: line => /^(READONLY|MASTERDOWN)|-READONLY/.test(line),

    increment: (name, by, life) =>
      life === undefined ? ['INCRBY', name, by] : ['EVAL', INCREMENT, '1', name, by, life],
    compareAndSet: (name, expected, value, life) =>
      ['EVAL', COMPARE_AND_SET, '1', name, expected === null ? '0' : '1', expected ?? '', value === null ? '0' : '1',
        value ?? '', life ?? ''],
  };
};
