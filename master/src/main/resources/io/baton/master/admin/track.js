// The points of one application that its charts show, as the master has kept them, the oldest first.

import { marksOf } from '/log.js';

const WINDOW_SECONDS = 15 * 60;
const COLUMNS = ['rate', 'p50', 'p99', 'open', 'failed'];

export class Track {
  constructor(app) {
    this.app = app;
    this.marks = marksOf(app);
    this.forget();
  }

  // Another master has begun: nothing of before is about it.
  forget() {
    this.at = [];
    this.now = Date.now() / 1000;
    this.timed = false;
    for (const column of COLUMNS) this[column] = [];
  }

  // Takes the points that are not here yet. After an upgrade the master has none, and those that are here stay.
  add(at, app, stepSeconds) {
    this.timed ||= app.timed;
    at.forEach((seconds, i) => {
      const last = this.at.at(-1) ?? 0;
      if (seconds < last + stepSeconds / 2) return;
      // No line over a time of which nothing is known.
      if (last && seconds > last + 3 * stepSeconds) this.push(last + stepSeconds, () => null);
      this.push(seconds, (column) => app[column][i]);
    });
    while (this.at[0] < this.at.at(-1) - WINDOW_SECONDS) {
      this.at.shift();
      for (const column of COLUMNS) this[column].shift();
    }
  }

  push(seconds, value) {
    this.at.push(seconds);
    for (const column of COLUMNS) this[column].push(value(column));
  }
}
