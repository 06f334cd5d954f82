/** What an evaluation amounts to, in figures, curves and tables. */

import {chart} from './charts.js';
import {h} from './dom.js';
import {count, number, percent, seconds, words} from './format.js';
import {bar, both, interval, known, observed, value} from './figures.js';
import {cell, fact, facts, table} from './parts.js';

const numeric = (text) => ({text, number: true});

export function resultFacts(results) {
  const {counts, pass_at_1: pass, failures_wrong: least, score, used} = results;
  const partial = known(score) && known(pass) && Math.abs(score.value - pass.value) > 1e-9;
  const failed = counts.attempts_failed + counts.grader_failed;
  return [
    facts(
      h('div', {class: 'fact wide', title: observed(pass)}, h('dt', {}, 'pass@1'), h('dd', {}, value(pass), h('small', {}, interval(pass)), bar(pass))),
      fact('Right', `${count(counts.correct)} of ${count(counts.correct + counts.wrong)}`, `graded attempts at ${count(counts.graded)} questions`),
      fact('Failed', count(failed), failed === 0 ? 'nothing failed'
        : `${count(counts.attempts_failed)} attempts, ${count(counts.grader_failed)} gradings; in no rate`),
      failed > 0 && fact('Failures as wrong', value(least), interval(least)),
      partial && fact('Mean score', value(score, (one) => number(one)), interval(score, (one) => number(one))),
      fact('An attempt takes', value(used.seconds, seconds), used.completion_tokens.value === undefined ? null
        : `${value(used.completion_tokens, count)} tokens sampled, ${value(used.calls, (one) => number(one, 1))} calls`)),
  ];
}

/** pass@k, pass^k and majority over k, with their intervals; drawn where there are several samples. */
export class Curves {
  constructor() {
    this.node = h('div', {class: 'charts'});
    this.drawn = [];
  }

  show(at) {
    this.destroy();
    const reached = at.filter((one) => known(one.pass_at_k));
    if (reached.length < 2) {
      this.node.replaceChildren();
      return;
    }
    this.drawn = [
      picture(reached, 'pass@k', 'pass_at_k', 'line-1', 'any of k attempts is right'),
      picture(reached, 'pass^k', 'pass_all_k', 'line-2', 'all of k attempts are right'),
      picture(reached, 'majority of k', 'majority', 'line-3', 'the most frequent of k answers is right'),
    ].filter(Boolean);
    this.node.replaceChildren(...this.drawn.map(({made}) => made.node));
    this.drawn.forEach(({made, data}) => made.set(data));
  }

  destroy() {
    this.drawn.forEach(({made}) => made.destroy());
    this.drawn = [];
  }
}

function picture(at, title, name, colour, note) {
  const shown = at.filter((one) => known(one[name]));
  if (shown.length < 2) {
    return null;
  }
  const made = chart({
    title, unit: 'share of questions', share: true, format: (one) => percent(one), range: [0, 1], note: `${note}; band: ${Math.round(100 * shown[0][name].confidence)} % interval`,
    x: {label: 'k', whole: true, format: (one) => (Number.isInteger(one) ? String(one) : '')},
    lines: [{label: 'high', colour, hidden: true}, {label: 'low', colour, hidden: true}, {label: title, colour}],
    bands: [[0, 1, 2]],
  });
  return {made, data: [shown.map((one) => one.k), ...['high', 'low', 'value'].map((end) => shown.map((one) => one[name][end] ?? null))]};
}

export const parts = (title, all) => all.length > 0 && table(title,
  [title, numeric('pass@1'), numeric('Questions'), numeric('Right'), numeric('Failed')],
  all.map(({name, counts, pass_at_1: pass}) => h('tr', {},
    h('th', {scope: 'row'}, name), cell([both(pass), bar(pass)], true), cell(count(counts.graded), true),
    cell(`${count(counts.correct)} of ${count(counts.correct + counts.wrong)}`, true), cell(count(counts.attempts_failed + counts.grader_failed), true))));

export function usage({used, cost}) {
  const rows = [['Turns', used.turns, (one) => number(one, 1)], ['Tool calls', used.calls, (one) => number(one, 1)], ['Prompt tokens', used.prompt_tokens, count],
    ['Completion tokens', used.completion_tokens, count], ['Seconds', used.seconds, (one) => number(one, 2)]];
  return [
    table('What an attempt takes', ['Of an attempt', numeric('Mean'), numeric('Interval')], rows.map(([name, figure, format]) => h('tr', {},
      h('th', {scope: 'row'}, name), cell(value(figure, format), true), cell(interval(figure, format), true)))),
    cost !== null && h('p', {class: 'hint'}, `All attempts cost ${number(cost)}, by the prices that are configured.`),
  ];
}

export const decided = ({rules, stops}) => [
  rules.length > 0 && table('What decided', ['Rule', numeric('Right'), numeric('Wrong'), numeric('Failed')], rules.map((one) => h('tr', {},
    h('th', {scope: 'row', class: 'mono'}, one.rule), cell(count(one.correct), true), cell(count(one.wrong), true), cell(count(one.grader_failed), true)))),
  Object.keys(stops).length > 0 && h('p', {class: 'hint'}, 'Attempts ended by: ',
    Object.entries(stops).map(([stop, times]) => `${words(stop)} ${count(times)}`).join(', '), '.'),
];
