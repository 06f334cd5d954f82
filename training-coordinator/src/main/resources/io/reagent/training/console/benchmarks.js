/** A run's checkpoints on benchmarks, as eval-service measured them: a curve for each benchmark, and a table. */

import {get} from './api.js';
import {PASS} from './curves.js';
import {chart} from './charts.js';
import {h, replace} from './dom.js';
import {percent, words} from './format.js';
import {badge, cell, empty, isActive, section, stateBadge, table} from './parts.js';

const LOOK_MS = 10_000;
const GOES_ON = ['DUE', 'STARTED', 'QUEUED', 'RUNNING', 'WAITING'];

export class RunBenchmarks {
  constructor(run, signal) {
    Object.assign(this, {run, signal});
    this.items = [];
    this.charts = new Map();
    this.curves = h('div', {class: 'charts'});
    this.rows = h('div', {});
    this.node = h('div', {hidden: !this.wanted()}, section('Benchmarks', this.curves, this.rows,
      h('p', {class: 'hint'}, h('a', {href: `#/evaluations/grid?run=${run.id}`}, 'Benchmarks by steps, as a grid'))));
    signal.addEventListener('abort', () => this.charts.forEach((drawn) => drawn.destroy()));
  }

  wanted() {
    return (this.run.spec.options.benchmarks ?? []).length > 0;
  }

  /** Asks again for as long as anything goes on. */
  async watch() {
    do {
      await this.look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    } while (!this.signal.aborted && (isActive(this.run) || this.items.some((one) => GOES_ON.includes(one.state))));
  }

  async look() {
    const found = await get(`/v1/training-runs/${this.run.id}/benchmarks`, this.signal)
      .catch((error) => ({items: this.items, problem: error.message}));
    if (!this.signal.aborted) {
      this.items = found.items;
      this.show(found.problem);
    }
  }

  show(problem) {
    this.node.hidden = this.items.length === 0 && !this.wanted();
    this.draw();
    replace(this.rows,
      problem && h('p', {class: 'notice', role: 'status'}, problem),
      this.items.length === 0 ? empty('None yet') : table('Evaluations on benchmarks', ['After', 'Benchmark', 'State',
        {text: 'Questions', number: true}, {text: 'pass@1', number: true}, {text: '95 % interval', number: true}], [...this.items].reverse().map(row)));
  }

  draw() {
    const measured = this.items.filter((one) => Number.isFinite(one.pass_at_1?.value));
    Map.groupBy(measured, (one) => curve(one)).forEach((points, name) => {
      if (!this.charts.has(name)) {
        this.charts.set(name, chart({...PASS, title: `pass@1 on ${name}`, unit: 'share of attempts', note: 'band: 95 % interval over questions'}));
        this.curves.append(this.charts.get(name).node);
      }
      const figure = (which) => points.map((one) => one.pass_at_1[which]);
      this.charts.get(name).set([points.map((one) => one.step), figure('high'), figure('low'), figure('value')]);
    });
  }
}

/** Points of one curve are figures over as many questions each. */
function curve({benchmark, strategy, questions}) {
  return `${benchmark}${strategy === 'plain' ? '' : `, ${strategy}`}, ${questions} questions`;
}

function row({step, benchmark, strategy, questions, state, reason, evaluation_id: id, pass_at_1: pass}) {
  return h('tr', {},
    h('th', {scope: 'row'}, id ? h('a', {href: `#/evaluations/${id}`}, `step ${step}`) : `step ${step}`),
    cell([benchmark, strategy && strategy !== 'plain' ? `, ${strategy}` : '']),
    cell([['DUE', 'STARTED', 'OVER', 'REFUSED'].includes(state) ? badge(words(state)) : stateBadge(state), reason && h('p', {class: 'hint'}, reason)]),
    cell(pass && pass.questions !== questions ? `${pass.questions} of ${questions}` : questions ?? '–', true),
    cell(pass ? percent(pass.value) : '–', true),
    cell(pass ? `${percent(pass.low, 0)} to ${percent(pass.high, 0)}` : '–', true));
}
