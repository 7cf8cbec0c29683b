// The page: the state of the master once a second, and the parts that show it.

import { bytes, duration, make, say } from '/parts.js';
import { Card } from '/card.js';
import { start } from '/link.js';
import { forgetEvents, nextEvent, showEvents } from '/log.js';

const $ = (id) => document.getElementById(id);
const apps = new Map();
let began = 0;

function showState(state) {
  // An upgrade in place keeps the time and the numbers of the events. Another master has others.
  if (Math.abs(state.atMs - state.ageMs - began) > 10000) forgetEvents();
  began = state.atMs - state.ageMs;
  say($('pid'), String(state.pid));
  say($('version'), state.version);
  say($('up'), duration(state.ageMs));
  say($('memory'), bytes(state.memory));
  say($('failed'), String(state.failed));
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
  for (const app of state.apps) {
    if (!apps.has(app.name)) {
      apps.set(app.name, new Card(app.name));
      $('apps').append(apps.get(app.name).root);
    }
    apps.get(app.name).show(app, state.atMs / 1000);
  }
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const card of apps.values()) {
    card.rate.repaint();
    card.open.repaint();
  }
});

start({ state: showState, events: showEvents, next: nextEvent });
