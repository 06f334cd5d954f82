/** The curves of one run. */

import {chart} from './charts.js';
import {h, replace} from './dom.js';
import {percent} from './format.js';
import {CHARTS, linesWithData, SCALES} from './series.js';

const X = SCALES.step;

/** Held-out pass@1 with its 95 % interval as a band. */
export const PASS = {
  title: 'Held-out pass@1', unit: 'share of tasks', share: true, format: (value) => percent(value, 0), range: [0, null],
  note: 'band: 95 % interval (Wilson)', x: X,
  lines: [
    {label: 'high', colour: 'line-1', hidden: true},
    {label: 'low', colour: 'line-1', hidden: true},
    {label: 'pass@1', colour: 'line-1'},
  ],
  bands: [[0, 1, 2]],
};

export class RunCharts {
  constructor(sync) {
    this.sync = sync;
    this.node = h('div', {class: 'charts'});
    this.drawn = new Map();
  }

  show(steps, evaluations) {
    const x = X.of(steps);
    const wanted = CHARTS
      .map((definition) => ({definition, lines: linesWithData(definition, steps)}))
      .filter(({lines}) => lines.length > 0);
    const sets = wanted.map(({definition, lines}) => ({
      id: definition.id,
      make: () => chart({...definition, x: X, lines: lines.map((line, index) => ({...line, colour: `line-${index + 1}`}))}, this.sync),
      shape: lines.map((line) => line.label).join(),
      data: [x, ...lines.map((line) => steps.map(line.of))],
    }));
    if (evaluations.length > 0) {
      const ordered = [...evaluations].sort((a, b) => a.step - b.step);
      sets.splice(1, 0, {
        id: 'pass', make: () => chart(PASS), shape: '',
        data: [ordered.map((one) => one.step), ordered.map((one) => one.high), ordered.map((one) => one.low),
          ordered.map((one) => one.pass_at_1)],
      });
    }
    this.draw(sets);
  }

  /** Keeps the charts that are there; what is new, or has more lines than before, is made. */
  draw(sets) {
    const key = ({id, shape}) => `${id}:${shape}`;
    const keys = new Set(sets.map(key));
    for (const [known, made] of this.drawn) {
      if (!keys.has(known)) {
        made.destroy();
        this.drawn.delete(known);
      }
    }
    sets.filter((set) => !this.drawn.has(key(set))).forEach((set) => this.drawn.set(key(set), set.make()));
    const nodes = sets.map((set) => this.drawn.get(key(set)).node);
    if (nodes.length !== this.node.children.length || nodes.some((node, index) => node !== this.node.children[index])) {
      replace(this.node, nodes);
    }
    sets.forEach((set) => this.drawn.get(key(set)).set(set.data));
  }

  destroy() {
    this.drawn.forEach((made) => made.destroy());
  }
}
