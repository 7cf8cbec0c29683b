// The page: the history of the master, its state once a second, and the parts that show them.

import { bytes, duration, make, say } from '/parts.js';
import { Card } from '/card.js';
import { start } from '/link.js';
import { forgetEvents, nextEvent, showEvents } from '/log.js';

const $ = (id) => document.getElementById(id);
const apps = new Map();
let began = 0;

// An upgrade in place keeps the time and the numbers of the events. Another master has others.
function follow(startedAtMs) {
  if (Math.abs(startedAtMs - began) > 10000) {
    forgetEvents();
    for (const card of apps.values()) card.forget();
  }
  began = startedAtMs;
}

function cardOf(name) {
  if (!apps.has(name)) {
    apps.set(name, new Card(name));
    $('apps').append(apps.get(name).root);
  }
  return apps.get(name);
}

function showHistory(history) {
  follow(history.startedAtMs);
  const at = history.at.map((ms) => (history.startedAtMs + ms) / 1000);
  for (const app of history.apps) cardOf(app.name).add(at, app, history.stepMs / 1000);
}

function showState(state) {
  follow(state.atMs - state.ageMs);
  say($('pid'), String(state.pid));
  say($('version'), state.version);
  say($('up'), duration(state.ageMs));
  say($('memory'), bytes(state.memory));
  say($('failed'), String(state.failed));
  say($('failed-when'), state.watchedMs < 3600000 ? `failed requests, last ${Math.ceil(state.watchedMs / 60000)} min` : 'failed requests, last hour');
  $('failed').className = state.failed ? 'bad' : 'good';
  if ($('notices').childElementCount !== state.notices.length || state.notices.some((text, i) => $('notices').children[i].textContent !== text)) {
    $('notices').replaceChildren(...state.notices.map((text) => make('li', '', text)));
  }
  for (const [name, card] of apps) {
    if (!state.apps.some((app) => app.name === name)) {
      card.remove();
      apps.delete(name);
    }
  }
  for (const app of state.apps) cardOf(app.name).show(app, state.atMs / 1000);
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const card of apps.values()) card.repaint();
});

start({ history: showHistory, state: showState, events: (happened) => showEvents(happened, (event) => apps.get(event.app)?.showEvidence(event)), next: nextEvent });
