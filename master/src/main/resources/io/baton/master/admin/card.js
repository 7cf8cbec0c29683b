// One application: its numbers, charts, workers and buttons.

import { WorkerCell, clock, make, millis, number, say } from '/parts.js';
import { Chart } from '/chart.js';
import { evidenceButton } from '/evidence.js';
import { Track } from '/track.js';
import { confirmed, order } from '/orders.js';

let cards = 0;

export class Card {
  constructor(name) {
    this.name = name;
    this.cells = new Map();
    this.perSecond = 0;
    this.connections = 0;
    this.root = make('section', 'app');
    const title = make('h2', '', name);
    title.id = `app-${++cards}`;
    this.root.setAttribute('aria-labelledby', title.id);
    this.state = make('span', 'tag');
    this.facts = make('span', 'facts');
    const bar = make('div', 'bar');
    bar.append(title, this.state, this.facts, ...this.buttons());
    const charts = make('div', 'charts');
    this.track = new Track(name);
    this.charts = this.madeCharts();
    charts.append(...this.charts.map((chart) => chart.root));
    this.workers = make('ul', 'workers');
    this.workers.setAttribute('aria-label', `Workers of ${name}`);
    this.evidence = make('p', 'evidence');
    this.evidence.hidden = true;
    this.root.append(bar, charts, this.workers, this.evidence);
  }

  madeCharts() {
    const { track } = this;
    this.latency = new Chart('latency, ms', track, [{ column: 'p99', colour: 'second', name: 'p99' },
      { column: 'p50', colour: 'accent', name: 'p50' }], (i = track.at.length - 1) => latencies(track.p50[i], track.p99[i]));
    this.latency.root.hidden = true;
    return [
      new Chart('requests/s', track, [{ column: 'rate', colour: 'accent', fill: 'fill', failures: true }],
        (i) => (i === undefined ? `${number(this.perSecond)}/s` : `${number(track.rate[i] ?? 0)}/s${failures(track.failed[i])}`)),
      this.latency,
      new Chart('connections', track, [{ column: 'open', colour: 'accent', fill: 'fill' }],
        (i) => number(i === undefined ? this.connections : track.open[i] ?? 0)),
    ];
  }

  // Takes points of the history.
  add(at, app, stepSeconds) {
    this.track.add(at, app, stepSeconds);
    this.latency.root.hidden = !this.track.timed;
  }

  // The newest evidence of a kill or a crash.
  showEvidence(event) {
    this.evidence.hidden = false;
    this.evidence.replaceChildren(make('span', '', `${clock(Date.parse(event.at))}  ${event.text}`), ' ', evidenceButton(event));
  }

  forget() {
    this.evidence.hidden = true;
    this.track.forget();
  }

  repaint() {
    for (const chart of this.charts) chart.repaint();
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
    this.perSecond = running.reduce((sum, one) => sum + one.rps, 0);
    this.connections = running.reduce((sum, one) => sum + Math.max(0, one.open), 0);
    this.track.now = seconds;
    const whole = app.state === 'running' && ready >= app.workers;
    say(this.state, app.state);
    this.state.className = `tag ${whole ? 'good' : app.state === 'stopped' ? '' : ready === 0 ? 'bad' : 'warn'}`;
    say(this.facts, [`${ready} of ${app.workers} ready`, `generation ${app.generation}`, app.kind, app.mode, app.listeners.join(' '),
      app.held ? `${app.held} held` : ''].filter(Boolean).join(' \u00b7 '));
    for (const chart of this.charts) chart.draw();
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
      if (!this.cells.has(keys[i])) this.cells.set(keys[i], new WorkerCell(this.name));
      const { root } = this.cells.get(keys[i]);
      if (this.workers.children[i] !== root) this.workers.insertBefore(root, this.workers.children[i] ?? null);
      this.cells.get(keys[i]).show(slot);
    });
  }

  remove() {
    for (const chart of this.charts) chart.remove();
    this.root.remove();
  }
}

function latencies(p50, p99) {
  return (p99 ?? null) === null ? 'no requests' : `p50 ${millis(p50)}, p99 ${millis(p99)}`;
}

function failures(count) {
  return count ? `, ${count} failed` : '';
}
