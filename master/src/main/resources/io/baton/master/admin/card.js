// One application: its numbers, charts, workers and buttons.

import { Chart, WorkerCell, make, number, say } from '/parts.js';
import { marksOf } from '/log.js';
import { confirmed, order } from '/orders.js';

let cards = 0;

export class Card {
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
