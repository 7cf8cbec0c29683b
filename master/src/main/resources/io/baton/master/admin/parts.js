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

export function duration(ms) {
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
}

const WINDOW_SECONDS = 15 * 60;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** A chart of the last 15 minutes, with a vertical line for each mark. */
export class Chart {
  constructor(title, marks) {
    this.marks = marks;
    this.times = [];
    this.values = [];
    this.root = make('div', 'chart');
    const heading = make('h3', '', title);
    this.now = make('output', '', '-');
    heading.append(this.now);
    this.box = make('div', 'plot');
    this.box.setAttribute('aria-hidden', 'true');
    this.root.append(heading, this.box);
    this.resizes = new ResizeObserver(() => this.resize());
    this.resizes.observe(this.box);
  }

  /** uPlot draws on a canvas, so a change of the colour scheme needs another chart. */
  repaint() {
    this.plot?.destroy();
    this.plot = undefined;
    this.resize();
  }

  resize() {
    const size = { width: Math.floor(this.box.clientWidth), height: 110 };
    if (size.width < 40) return;
    if (this.plot) {
      if (this.plot.width !== size.width) this.plot.setSize(size);
    } else {
      this.plot = new uPlot(this.options(size), [this.times, this.values], this.box);
    }
  }

  options(size) {
    const axis = { stroke: colour('soft'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false },
      font: '11px system-ui, sans-serif' };
    return {
      ...size, legend: { show: false }, cursor: { show: false }, padding: [6, 8, 0, 0],
      scales: {
        x: { range: () => { const end = this.times.at(-1) ?? Date.now() / 1000; return [end - WINDOW_SECONDS, end]; } },
        y: { range: (plot, least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, size: 20, space: 70, values: (plot, at) => at.map((s) => clock(s * 1000).slice(0, 5)) },
        { ...axis, size: 42, space: 26, values: (plot, at) => at.map((v) => (Number.isInteger(v) ? number(v) : '')) },
      ],
      series: [{}, { stroke: colour('accent'), fill: colour('fill'), width: 1.5, points: { show: false } }],
      hooks: { draw: [(plot) => this.drawMarks(plot)] },
    };
  }

  drawMarks(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.lineWidth = 1.5;
    for (const mark of this.marks) {
      const x = plot.valToPos(mark.at, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = colour(mark.colour);
      ctx.setLineDash(mark.dash);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  add(seconds, value, text) {
    this.times.push(seconds);
    this.values.push(value);
    while (this.times[0] < seconds - WINDOW_SECONDS) {
      this.times.shift();
      this.values.shift();
    }
    say(this.now, text);
    if (!document.hidden) this.plot?.setData([this.times, this.values]);
  }

  remove() {
    this.resizes.disconnect();
    this.plot?.destroy();
  }
}

export function clock(ms) {
  return new Date(ms).toTimeString().slice(0, 8);
}

/** The cell of one slot. */
export class WorkerCell {
  constructor() {
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
    const worker = slot.workers[0];
    const state = worker && slot.state !== 'replacing' ? worker.state : slot.state;
    const tone = state === 'ready' || state === 'spare' ? 'good' : state === 'errored' || state === 'backoff'
      || state === 'killing' ? 'bad' : state === 'stopped' ? '' : 'warn';
    this.root.className = `worker ${tone}`;
    say(this.fields.name, slot.role === 'slot' ? slot.name : `${slot.name}${slot.role === 'leaving' ? ' (leaves)' : ''}`);
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
