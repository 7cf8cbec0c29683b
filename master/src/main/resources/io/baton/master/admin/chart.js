// A chart of the last 15 minutes, with a vertical line for each mark.

import { clock, make, say } from '/parts.js';

const WINDOW_SECONDS = 15 * 60;
const HEIGHT = 96;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export class Chart {
  // lines: of each one the column of the track, its colour, and its name if there are several.
  // text: what the heading says of a point, or of now if it gets none.
  constructor(title, track, lines, text) {
    this.title = title;
    this.track = track;
    this.lines = lines;
    this.text = text;
    this.root = make('div', 'chart');
    const heading = make('h3', '', title);
    for (const one of lines.filter((line) => line.name)) heading.append(make('span', `key ${one.colour}`, one.name));
    this.value = make('span', 'value', '-');
    heading.append(this.value);
    this.box = make('div', 'plot');
    this.box.setAttribute('role', 'img');
    this.root.append(heading, this.box);
    this.resizes = new ResizeObserver(() => this.resize());
    this.resizes.observe(this.box);
  }

  // uPlot draws on a canvas, so a change of the colour scheme needs another chart.
  repaint() {
    this.plot?.destroy();
    this.plot = undefined;
    this.resize();
  }

  resize() {
    const size = { width: Math.floor(this.box.clientWidth), height: HEIGHT };
    if (size.width < 40) return;
    if (this.plot) {
      if (this.plot.width !== size.width) this.plot.setSize(size);
    } else {
      this.plot = new uPlot(this.options(size), this.data(), this.box);
    }
  }

  data() {
    return [this.track.at, ...this.lines.map((line) => this.track[line.column])];
  }

  options(size) {
    const axis = { stroke: colour('soft'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false },
      font: '11px system-ui, sans-serif' };
    return {
      ...size, legend: { show: false }, padding: [6, 6, 0, 0],
      cursor: { sync: { key: 'baton' }, y: false, drag: { x: false, y: false }, points: { size: 5 } },
      scales: {
        x: { range: () => [this.track.now - WINDOW_SECONDS, this.track.now] },
        y: { range: (plot, least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] },
      },
      axes: [
        { ...axis, size: 18, gap: 3, space: 70, values: (plot, at) => at.map((s) => clock(s * 1000).slice(0, 5)) },
        { ...axis, size: 40, gap: 4, space: 24, values: (plot, at) => at.map((v) => short(v)) },
      ],
      series: [{}, ...this.lines.map((line) => ({
        stroke: colour(line.colour), fill: line.fill ? colour(line.fill) : undefined, width: 1.5,
        points: { show: true, size: 3, fill: colour(line.colour), width: 0, filter: alone },
      }))],
      hooks: { draw: [(plot) => this.drawMarks(plot)], setCursor: [() => this.tell()] },
    };
  }

  drawMarks(plot) {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    const place = (seconds) => {
      const x = Math.round(plot.valToPos(seconds, 'x', true));
      return x >= bbox.left && x <= bbox.left + bbox.width ? x : null;
    };
    ctx.save();
    ctx.lineWidth = 1.5 * ratio;
    for (const mark of this.track.marks) {
      const x = place(mark.at);
      if (x === null) continue;
      ctx.strokeStyle = colour(mark.colour);
      ctx.setLineDash(mark.dash.map((length) => length * ratio));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    if (this.lines.some((line) => line.failures)) {
      ctx.fillStyle = colour('bad');
      this.track.failed.forEach((count, i) => {
        const x = count ? place(this.track.at[i]) : null;
        if (x !== null) ctx.fillRect(x - 2 * ratio, bbox.top + bbox.height - 5 * ratio, 4 * ratio, 5 * ratio);
      });
    }
    ctx.restore();
  }

  // Shows the points that the track has now.
  draw() {
    this.tell();
    const most = this.track[this.lines[0].column].reduce((high, value) => Math.max(high, value ?? 0), 0);
    this.box.ariaLabel = `${this.title} of ${this.track.app} in the last 15 minutes: at most ${short(most)}`;
    if (!document.hidden) this.plot?.setData(this.data());
  }

  tell() {
    const at = this.plot?.cursor.idx;
    const chosen = at !== null && at !== undefined && this.plot.cursor.left >= 0 && at < this.track.at.length;
    say(this.value, chosen ? `${clock(this.track.at[at] * 1000)}  ${this.text(at)}` : this.text());
  }

  remove() {
    this.resizes.disconnect();
    this.plot?.destroy();
  }
}

// Points without neighbours would be in no line.
function alone(plot, series) {
  const values = plot.data[series];
  return values.flatMap((value, i) => ((value ?? null) !== null && (values[i - 1] ?? null) === null
    && (values[i + 1] ?? null) === null ? [i] : []));
}

function short(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toFixed(2)));
}
