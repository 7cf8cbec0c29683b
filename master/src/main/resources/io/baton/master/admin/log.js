// The events, the newest first, and the marks that they leave in the charts.

import { clock, make, say } from '/parts.js';
import { evidenceButton } from '/evidence.js';

const MOST_LINES = 500;
const MARKS = {
  'worker.died': ['bad', []], 'worker.hung': ['bad', []], 'worker.crashed': ['bad', []], 'reload.failed': ['bad', [2, 3]],
  'reload.begun': ['accent', [2, 3]], 'reload.done': ['accent', []], 'app.grew': ['good', [6, 4]], 'app.shrank': ['warn', [6, 4]],
};
const LEVELS = { ERROR: 2, WARNING: 1 };
const $ = (id) => document.getElementById(id);
const marks = new Map();
let lastSeq = 0;

export function marksOf(app) {
  if (!marks.has(app)) marks.set(app, []);
  return marks.get(app);
}

// The number of the first event that is not here yet.
export function nextEvent() {
  return lastSeq + 1;
}

// Takes events; those with evidence are shown to the card of their application too.
export function showEvents(happened, evidence) {
  const log = $('log');
  const live = happened.some((event) => event.seq > lastSeq && Date.now() - Date.parse(event.at) < 10000);
  // Only what happens now is read aloud, not what had happened before.
  $('lines').setAttribute('aria-live', live ? 'polite' : 'off');
  for (const event of happened) {
    if (event.seq <= lastSeq) continue;
    lastSeq = event.seq;
    log.prepend(line(event));
    const mark = MARKS[event.type];
    if (mark) {
      const all = marksOf(event.app);
      all.push({ at: Date.parse(event.at) / 1000, colour: mark[0], dash: mark[1] });
      if (all.length > 200) all.shift();
    }
    if (event.event?.evidence) evidence(event);
  }
  while (log.childElementCount > MOST_LINES) log.lastChild.remove();
  countShown();
}

export function forgetEvents() {
  lastSeq = 0;
  $('log').replaceChildren();
  for (const all of marks.values()) all.length = 0;
}

function line(event) {
  const level = LEVELS[event.level] ?? 0;
  const made = make('li', ['', 'warn', 'bad'][level]);
  const time = make('time', '', clock(Date.parse(event.at)));
  time.dateTime = event.at;
  made.append(time, make('span', '', event.app || 'master'), make('span', '', event.type), make('span', '', event.text));
  if (event.event?.evidence) made.lastChild.append(' ', evidenceButton(event));
  made.dataset.level = level;
  made.hidden = isFiltered(made);
  return made;
}

function isFiltered(made) {
  return Number(made.dataset.level) < Number($('level').value)
    || !made.textContent.toLowerCase().includes($('filter').value.trim().toLowerCase());
}

function countShown() {
  const all = [...$('log').children];
  say($('shown'), `${all.filter((made) => !made.hidden).length} of ${all.length}`);
}

function filter() {
  for (const made of $('log').children) made.hidden = isFiltered(made);
  countShown();
}
$('filter').addEventListener('input', filter);
$('level').addEventListener('change', filter);
