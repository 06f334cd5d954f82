/** Several runs' curves over one another, and where their options differ. */

import uPlot from '../uplot/uPlot.esm.js';
import {all, get} from '../api.js';
import {chart, lineColour} from '../charts.js';
import {h, place, replace} from '../dom.js';
import {between, number, percent, runName, seconds, setting, shortId} from '../format.js';
import {cell, choice, empty, loaded, section, stateBadge, table} from '../parts.js';
import {CHARTS, SCALES} from '../series.js';

const MOST = 6;

export async function showCompare({view, query, entitle, signal}) {
  entitle('Compare runs');
  const ids = [...new Set((query.get('runs') ?? '').split(',').filter(Boolean))].slice(0, MOST);
  await loaded(view, 'runs', async () => {
    const [{items: recent}, ...runs] = await Promise.all([
      get('/v1/training-runs?limit=200', signal),
      ...ids.map((id) => open(id, signal)),
    ]);
    return new Comparison(runs, recent, signal).node;
  });
}

async function open(id, signal) {
  const [run, steps, evaluations] = await Promise.all([
    get(`/v1/training-runs/${id}`, signal),
    all(`/v1/training-runs/${id}/steps`, signal),
    get(`/v1/training-runs/${id}/evaluations`, signal),
  ]);
  return {run, steps, evaluations: evaluations.items.sort((a, b) => a.step - b.step)};
}

class Comparison {
  constructor(runs, recent, signal) {
    const names = [...recent, ...runs.map(({run}) => run)].reduce((all, run) =>
      all.set(runName(run), (all.get(runName(run)) ?? new Set()).add(run.id)), new Map());
    /** A name, with the end of its id where another run is called the same. */
    this.name = (run) => (names.get(runName(run)).size > 1 ? `${runName(run)} · ${shortId(run.id)}` : runName(run));
    this.runs = runs;
    this.scale = 'step';
    this.charts = [];
    this.curves = h('div', {class: 'charts'});
    signal.addEventListener('abort', () => this.clear());
    this.node = [
      h('h1', {}, 'Compare runs'),
      this.chips(recent),
      runs.length === 0
        ? empty('No run is chosen', h('p', {}, 'Add runs above, or mark them in the list of runs.'))
        : [
          this.summary(),
          section('Curves',
            h('div', {class: 'toolbar'}, choice('What runs along', 'scale',
              [['step', 'Steps'], ['tokens', 'Sampled tokens'], ['hours', 'Hours']], this.scale, (scale) => {
                this.scale = scale;
                this.draw();
              })),
            this.curves),
          runs.length > 1 && section('Options that differ', this.differences()),
        ],
    ];
    this.draw();
  }

  chips(recent) {
    const ids = this.runs.map(({run}) => run.id);
    const address = (list) => `#/compare?runs=${list.join(',')}`;
    const others = recent.filter((run) => !ids.includes(run.id));
    return h('div', {class: 'chips'},
      this.runs.map(({run}, index) => h('span', {class: 'chip'},
        swatch(index), h('a', {href: `#/runs/${run.id}`}, this.name(run)),
        h('a', {'class': 'remove', 'href': address(ids.filter((id) => id !== run.id)), 'aria-label': `Take ${this.name(run)} out`}, '×'))),
      ids.length < MOST && others.length > 0 && h('label', {class: 'add'}, h('span', {class: 'unseen'}, 'Add a run'),
        h('select', {on: {change: (event) => {
          location.hash = address([...ids, event.target.value]);
        }}}, h('option', {value: ''}, 'Add a run…'), others.map((run) =>
          h('option', {value: run.id}, `${this.name(run)} (${run.step} of ${run.steps} steps)`)))));
  }

  summary() {
    return table('Where the runs stand', ['Run', 'State', {text: 'Steps', number: true}, {text: 'Last reward', number: true},
      {text: 'First pass@1', number: true}, {text: 'Best pass@1', number: true}, {text: 'Sampled tokens', number: true}, {text: 'Duration', number: true}],
    this.runs.map(({run, steps, evaluations}, index) => {
      const best = evaluations.reduce((most, one) => (most === null || one.pass_at_1 > most.pass_at_1 ? one : most), null);
      return h('tr', {},
        h('th', {scope: 'row'}, swatch(index), h('a', {href: `#/runs/${run.id}`}, this.name(run)), h('small', {}, run.kind)),
        cell(stateBadge(run.state)),
        cell(`${run.step} of ${run.steps}`, true),
        cell(number(steps.at(-1)?.reward ?? null), true),
        cell(percent(evaluations[0]?.pass_at_1 ?? null), true),
        cell([percent(best?.pass_at_1 ?? null), best && h('small', {}, `after step ${best.step}; 95 %: ${percent(best.low, 0)} to ${percent(best.high, 0)}`)], true),
        cell(steps.length === 0 ? '–' : SCALES.tokens.format(SCALES.tokens.of(steps).at(-1)), true),
        cell(run.started_at ? seconds(between(run.started_at, run.finished_at ?? new Date().toISOString())) : '–', true));
    }));
  }

  clear() {
    this.charts.forEach((made) => made.destroy());
    this.charts = [];
  }

  draw() {
    this.clear();
    const scale = SCALES[this.scale];
    const sets = [this.passRates(scale), ...CHARTS.map((definition) => this.metric(definition, scale))].filter(Boolean);
    if (this.runs.length > 0 && sets.length === 0) {
      replace(this.curves, empty('None of the runs has a step yet'));
      return;
    }
    this.charts = sets.map(({made}) => made);
    replace(this.curves, this.charts.map((made) => made.node));
    sets.forEach(({made, data}) => made.set(data));
  }

  /** One line a run: the one that matters most in the chart. */
  metric(definition, scale) {
    const line = definition.lines.find((one) => one.main);
    const tables = this.runs.map(({steps}) => [scale.of(steps), steps.map(line.of)]);
    return this.over({...definition, title: definition.alone ?? definition.title, note: null}, scale, tables);
  }

  passRates(scale) {
    const tables = this.runs.map(({steps, evaluations}) => {
      const reached = [0, ...scale.of(steps)];
      const known = evaluations.filter((one) => one.step < reached.length);
      return [known.map((one) => reached[one.step]), known.map((one) => one.pass_at_1)];
    });
    return this.over({title: 'Held-out pass@1', unit: 'share of tasks', share: true, format: (v) => percent(v, 0), range: [0, null]}, scale, tables);
  }

  over(definition, scale, tables) {
    const shown = tables.map((one, index) => ({one, index})).filter(({one}) => one[1].some((value) => value !== null));
    if (shown.length === 0) {
      return null;
    }
    const lines = shown.map(({index}) => ({label: this.name(this.runs[index].run), colour: lineColour(index)}));
    return {
      made: chart({...definition, x: scale, lines}, `compare-${this.scale}`),
      data: shown.length === 1 ? shown[0].one : uPlot.join(shown.map(({one}) => one)),
    };
  }

  differences() {
    const settings = this.runs.map(({run}) => flat({kind: run.kind, ...run.spec.options, policy: run.spec.policy, judge: run.spec.judge, dataset: run.spec.dataset}));
    const names = [...new Set(settings.flatMap((one) => Object.keys(one)))]
      .filter((name) => new Set(settings.map((one) => JSON.stringify(one[name]))).size > 1);
    return names.length === 0
      ? empty('None: the runs were asked for the same')
      : table('Options that differ', ['Option', ...this.runs.map(({run}, index) => ({node: h('span', {}, swatch(index), this.name(run)), number: true}))],
        names.map((name) => h('tr', {}, h('th', {scope: 'row', class: 'mono'}, name),
          settings.map((one) => cell(one[name] === undefined ? '–' : setting(one[name]), true)))));
  }
}

const swatch = (index) => place(h('i', {class: 'swatch', 'aria-hidden': 'true'}), {colour: `var(--${lineColour(index)})`});

const flat = (object) => Object.fromEntries(Object.entries(object).flatMap(([name, value]) =>
  value !== null && typeof value === 'object' ? Object.entries(value).map(([inner, one]) => [`${name}.${inner}`, one]) : [[name, value]]));
