import { Chart, WorkerCell, bytes, clock, duration, make, number, say } from '/parts.js';

const KEY = 'baton.token';
const MOST_LINES = 500;
const MARKS = {
  'worker.died': ['bad', []], 'worker.hung': ['bad', []], 'worker.crashed': ['bad', []], 'reload.failed': ['bad', [2, 3]],
  'reload.begun': ['accent', [2, 3]], 'reload.done': ['accent', []], 'app.grew': ['good', [6, 4]], 'app.shrank': ['warn', [6, 4]],
};
const LEVELS = { ERROR: 2, WARNING: 1 };
const $ = (id) => document.getElementById(id);
const apps = new Map();
const marks = new Map();
let token = sessionStorage.getItem(KEY);
let lastSeq = 0;
let began = 0;
let attempt = 0;
let aborter;

// The token, and the one stream that everything comes from.

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
      const answer = await fetch(`/stream?since=${lastSeq + 1}`,
        { headers: { Authorization: `Bearer ${token}` }, signal: aborter.signal });
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
      if (part.startsWith('event: state')) showState(told);
      else happened.push(told);
    }
    if (happened.length) showEvents(happened);
  }
}

// The state, once a second.

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

function marksOf(app) {
  if (!marks.has(app)) marks.set(app, []);
  return marks.get(app);
}

let cards = 0;

class Card {
  constructor(name) {
    this.name = name;
    this.cells = new Map();
    this.root = make('section', 'app');
    const title = make('h2', '', name);
    title.id = `app-${++cards}`;
    this.root.setAttribute('aria-labelledby', title.id);
    this.state = make('span', 'tag');
    this.facts = make('span', 'facts');
    const bar = make('div', 'bar');
    bar.append(title, this.state, this.facts, ...this.buttons());
    const charts = make('div', 'charts');
    this.rate = new Chart('requests/s', marksOf(name));
    this.open = new Chart('connections', marksOf(name));
    charts.append(this.rate.root, this.open.root);
    this.workers = make('ul', 'workers');
    this.workers.setAttribute('aria-label', `Workers of ${name}`);
    this.root.append(bar, charts, this.workers);
  }

  buttons() {
    const button = (text, label, className, press) => {
      const made = make('button', className, text);
      made.type = 'button';
      made.setAttribute('aria-label', `${label} ${this.name}`);
      made.addEventListener('click', () => press(made));
      return made;
    };
    this.reload = button('Reload', 'Reload', '', (by) => order(by, { request: 'reload', app: this.name }));
    this.less = button('\u2212 worker', 'One worker less for', '', (by) => confirmed(`Scale ${this.name} down?`,
      'One worker leaves when its connections have ended or moved.', 'Scale down', by, { request: 'scale', app: this.name, change: '-1' }));
    this.more = button('+ worker', 'One worker more for', '', (by) => order(by, { request: 'scale', app: this.name, change: '+1' }));
    this.restart = button('Restart', 'Restart', 'danger', (by) => confirmed(`Restart ${this.name}?`,
      'All its workers stop before new ones start. Reload interrupts nothing.', 'Restart', by, { request: 'restart', app: this.name }));
    this.stop = button('Stop', 'Stop', 'danger', (by) => confirmed(`Stop ${this.name}?`,
      'It accepts no connections until it is started again.', 'Stop', by, { request: 'stop', app: this.name }));
    return [this.reload, this.less, this.more, this.restart, this.stop];
  }

  show(app, seconds) {
    const running = app.slots.flatMap((slot) => slot.workers);
    const ready = app.slots.filter((slot) => slot.role === 'slot' && slot.workers.some((one) => one.state === 'ready')).length;
    const rate = running.reduce((sum, one) => sum + one.rps, 0);
    const open = running.reduce((sum, one) => sum + Math.max(0, one.open), 0);
    const whole = app.state === 'running' && ready >= app.workers;
    say(this.state, app.state);
    this.state.className = `tag ${whole ? 'good' : app.state === 'stopped' ? '' : ready === 0 ? 'bad' : 'warn'}`;
    say(this.facts, [`${ready} of ${app.workers} ready`, `generation ${app.generation}`, app.kind, app.mode, app.listeners.join(' '),
      app.held ? `${app.held} held` : ''].filter(Boolean).join(' \u00b7 '));
    this.rate.add(seconds, rate, `${number(rate)}/s`);
    this.open.add(seconds, open, number(open));
    this.showSlots(app.slots);
    this.less.dataset.off = app.workers <= 1 || app.state === 'stopped';
    this.more.dataset.off = this.stop.dataset.off = this.reload.dataset.off = app.state === 'stopped';
    for (const button of [this.less, this.more, this.stop, this.reload]) {
      button.disabled = button.dataset.off === 'true' || button.dataset.busy === 'true';
    }
  }

  showSlots(slots) {
    const keys = slots.map((slot) => `${slot.role} ${slot.name}`);
    for (const [key, cell] of this.cells) {
      if (!keys.includes(key)) {
        cell.root.remove();
        this.cells.delete(key);
      }
    }
    slots.forEach((slot, i) => {
      if (!this.cells.has(keys[i])) this.cells.set(keys[i], new WorkerCell());
      const { root } = this.cells.get(keys[i]);
      if (this.workers.children[i] !== root) this.workers.insertBefore(root, this.workers.children[i] ?? null);
      this.cells.get(keys[i]).show(slot);
    });
  }

  remove() {
    this.rate.remove();
    this.open.remove();
    this.root.remove();
  }
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const card of apps.values()) {
    card.rate.repaint();
    card.open.repaint();
  }
});

// The buttons.

function tell(text, bad) {
  const line = make('p', bad ? 'bad' : '', text);
  $('said').append(line);
  setTimeout(() => line.remove(), bad ? 15000 : 6000);
}

async function order(button, request) {
  button.dataset.busy = 'true';
  button.disabled = true;
  try {
    const answer = await fetch('/do', { method: 'POST', body: JSON.stringify(request),
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' } });
    const told = await answer.json();
    tell(told.error ?? told.results.map((result) => result.text).join('\n'), !answer.ok);
  } catch (failure) {
    tell(`${request.request} ${request.app}: the master did not answer (${failure.message})`, true);
  }
  button.dataset.busy = 'false';
  button.disabled = button.dataset.off === 'true';
}

function confirmed(title, text, verb, button, request) {
  say($('ask-title'), title);
  say($('ask-text'), text);
  say($('ask-yes'), verb);
  $('ask-yes').onclick = () => {
    $('ask').close();
    order(button, request);
  };
  $('ask').showModal();
}
$('ask-no').addEventListener('click', () => $('ask').close());

// The events, the newest first.

function showEvents(happened) {
  const log = $('log');
  const live = happened.some((event) => event.seq > lastSeq && Date.now() - Date.parse(event.at) < 10000);
  // Only what happens now is read aloud, not what had happened before.
  log.setAttribute('aria-live', live ? 'polite' : 'off');
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
    const evidence = event.event.report ?? event.event.evidence ?? (event.type === 'worker.threads' ? event.event.file : null);
    if (evidence) {
      $('evidence').hidden = false;
      say($('evidence').querySelector('code'), String(evidence));
    }
  }
  while (log.childElementCount > MOST_LINES) log.lastChild.remove();
  countShown();
}

function forgetEvents() {
  lastSeq = 0;
  $('log').replaceChildren();
  $('evidence').hidden = true;
  for (const all of marks.values()) all.length = 0;
}

function line(event) {
  const level = LEVELS[event.level] ?? 0;
  const made = make('li', ['', 'warn', 'bad'][level]);
  const time = make('time', '', clock(Date.parse(event.at)));
  time.dateTime = event.at;
  made.append(time, make('span', '', event.app || 'master'), make('span', '', event.type), make('span', '', event.text));
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

if (token) follow();
else askForToken('');
