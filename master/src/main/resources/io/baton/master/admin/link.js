// The token, and the one stream that everything comes from.

import { say } from '/parts.js';

const KEY = 'baton.token';
const $ = (id) => document.getElementById(id);
let token = sessionStorage.getItem(KEY);
let attempt = 0;
let aborter;
let page;

// Begins to read. The page takes the history, each state, and the events that come together, and says which event it needs next.
export function start(reader) {
  page = reader;
  if (token) follow();
  else askForToken('');
}

// What shows the master that the token is known.
export function authorization() {
  return `Bearer ${token}`;
}

function askForToken(reason) {
  aborter?.abort();
  token = null;
  sessionStorage.removeItem(KEY);
  $('login').hidden = false;
  $('main').hidden = $('master').hidden = $('leave').hidden = true;
  say($('refused'), reason);
  $('token').focus();
}

$('login').addEventListener('submit', (event) => {
  event.preventDefault();
  token = $('token').value.trim();
  follow();
});
$('leave').addEventListener('click', () => {
  $('token').value = '';
  askForToken('');
});

async function follow() {
  const mine = ++attempt;
  aborter?.abort();
  aborter = new AbortController();
  for (let waitMs = 500; mine === attempt && token; waitMs = Math.min(waitMs * 2, 5000)) {
    try {
      const answer = await fetch(`/stream?since=${page.next()}`,
        { headers: { Authorization: authorization() }, signal: aborter.signal });
      if (mine !== attempt) return;
      if (answer.status === 401) return askForToken('This is not the token of this master.');
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      enter();
      waitMs = 250;
      await read(answer.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch (failure) {
      if (mine !== attempt || failure.name === 'AbortError') return;
      if ($('main').hidden) return askForToken('The master does not answer, or the token has characters that no token has.');
    }
    say($('link'), 'no answer, trying again');
    $('link').className = 'bad';
    await new Promise((resolve) => { setTimeout(resolve, waitMs); });
  }
}

function enter() {
  sessionStorage.setItem(KEY, token);
  $('login').hidden = true;
  $('main').hidden = $('master').hidden = $('leave').hidden = false;
  say($('refused'), '');
  say($('link'), 'live');
  $('link').className = 'good';
}

async function read(reader) {
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    const happened = [];
    for (const part of parts) {
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (!data) continue;
      const told = JSON.parse(data.slice(6));
      if (part.startsWith('event: state')) page.state(told);
      else if (part.startsWith('event: history')) page.history(told);
      else happened.push(told);
    }
    if (happened.length) page.events(happened);
  }
}
