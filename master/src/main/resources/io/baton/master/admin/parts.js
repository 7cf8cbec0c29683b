// What the page is made of. All text comes in as text: nothing that a worker or an operator named is ever read as HTML.

/** An element with a class and a text. */
export function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Sets a text, if it is another one: so nothing is laid out or read aloud again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function bytes(count) {
  if (!count) return '-';
  return count < 1024 ** 3 ? `${Math.round(count / 1024 ** 2)} MiB` : `${(count / 1024 ** 3).toFixed(1)} GiB`;
}

export function number(value) {
  if (value >= 10000) return `${(value / 1000).toFixed(value >= 100000 ? 0 : 1)}k`;
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

export function millis(value) {
  if (value >= 1000) return `${(value / 1000).toFixed(value >= 10000 ? 0 : 1)} s`;
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ms`;
}

export function duration(ms) {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
}

export function clock(ms) {
  return new Date(ms).toTimeString().slice(0, 8);
}

/** The cell of one slot. */
export class WorkerCell {
  constructor(app) {
    this.app = app;
    this.root = make('li', 'worker');
    this.fields = {};
    for (const [left, right] of [['name', 'state'], ['pid', 'generation'], ['cpu', 'memory'], ['open', 'rate']]) {
      const row = make('p');
      for (const field of [left, right]) {
        this.fields[field] = make(field === 'name' ? 'b' : 'span', field === 'state' ? 'state' : field);
        row.append(this.fields[field]);
      }
      this.root.append(row);
    }
    this.fields.pid.classList.add('soft');
    this.fields.generation.classList.add('soft');
  }

  show(slot) {
    // Where there are several applications, the names of their workers begin with theirs.
    const name = slot.name.startsWith(`${this.app} `) ? slot.name.slice(this.app.length + 1) : slot.name;
    const worker = slot.workers[0];
    const state = worker && slot.state !== 'replacing' ? worker.state : slot.state;
    const tone = state === 'ready' || state === 'spare' ? 'good' : state === 'errored' || state === 'backoff'
      || state === 'killing' ? 'bad' : state === 'stopped' ? '' : 'warn';
    this.root.className = `worker ${tone}`;
    say(this.fields.name, slot.role === 'leaving' ? `${name} (leaves)` : name);
    say(this.fields.state, state);
    say(this.fields.pid, worker ? `pid ${slot.workers.map((one) => one.pid).join(' ')}` : slot.lastExit ?? 'no process');
    say(this.fields.generation, worker ? `gen ${worker.generation}` : '');
    say(this.fields.cpu, worker ? `${worker.cpu.toFixed(0)} % cpu` : '');
    say(this.fields.memory, worker ? bytes(worker.memory) : '');
    say(this.fields.open, worker ? `${Math.max(0, worker.open)} conn` : '');
    say(this.fields.rate, worker ? `${number(worker.rps)}/s` : '');
    this.root.title = [`${slot.name}: ${state}`, `restarts: ${slot.restarts}`,
      slot.lastExit ? `last exit: ${slot.lastExit}` : '', worker ? `up ${duration(worker.ageMs)}` : ''].filter(Boolean).join('\n');
  }
}
