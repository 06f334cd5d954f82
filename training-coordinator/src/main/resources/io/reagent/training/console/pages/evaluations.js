/** Evaluations of policies: who, on what, how far, and what came of it. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {count, moment, words} from '../format.js';
import {evaluationName, sections, SERVICE, STATES, subject} from '../evaluations.js';
import {bar, both} from '../figures.js';
import {Listing, ofTwo} from '../listing.js';
import {cell, empty, progress, stateBadge, time} from '../parts.js';

export async function showEvaluations({view, query, entitle, signal}) {
  entitle('Evaluations');
  const rates = new Rates(signal);
  const listing = new Listing({
    address: '#/evaluations', path: `${SERVICE}/evaluations`, caption: 'Evaluations', ...ofTwo('#/evaluations/compare'),
    filters: [
      {name: 'name', label: 'Name'},
      {name: 'state', label: 'State', options: [['', 'any'], ...STATES.map((one) => [one, words(one)])]},
      {name: 'benchmark', label: 'Benchmark'},
      {name: 'policy', label: 'Policy'},
      {name: 'strategy', label: 'Strategy', options: [['', 'any'], ['plain', 'plain'], ['reagent-c', 'reagent-c']]},
    ],
    heads: ['Evaluation', 'State', 'Progress', {text: 'pass@1', number: true}, {text: 'Failed', number: true}, 'Created'],
    row: (evaluation) => row(evaluation, rates),
    none: empty('No evaluation yet', h('p', {}, 'An evaluation puts a benchmark’s questions to a policy and grades what it answers.'),
      h('a', {class: 'button primary', href: '#/evaluations/new'}, 'Start the first evaluation')),
  }, query, signal);
  replace(view, sections('policies'),
    h('div', {class: 'title-row'}, h('h1', {}, 'Evaluations of policies'), h('a', {class: 'button primary', href: '#/evaluations/new'}, 'Start an evaluation')),
    listing.form(), listing.place);
  await listing.start();
}

function row(evaluation, rates) {
  const {progress: by, spec, state, times} = evaluation;
  const name = evaluationName(evaluation);
  return {name, cells: [
    h('th', {scope: 'row'}, h('a', {href: `#/evaluations/${evaluation.id}`}, name),
      h('small', {}, `${spec.questions.benchmark} · `, subject(spec.subject), spec.imported && ` · imported (${spec.imported.format})`)),
    cell([stateBadge(state), evaluation.reason && h('small', {class: 'reason', title: evaluation.reason}, evaluation.reason)]),
    cell([progress(by.done, by.planned, `Progress of ${name}`), h('small', {}, `${count(by.done)} of ${count(by.planned)} attempts`)]),
    cell(rates.of(evaluation), true, 'pass@1'),
    cell(by.failed + by.grader_failed === 0 ? '–' : [count(by.failed + by.grader_failed),
      h('small', {}, [by.failed > 0 && `${count(by.failed)} attempts`, by.grader_failed > 0 && `${count(by.grader_failed)} gradings`].filter(Boolean).join(', '))],
    true, 'Failed'),
    cell(h('span', {title: moment(times.created)}, time(times.created)), false, 'Created'),
  ]};
}

/** pass@1 of what is listed, asked for once for each state of progress, two at a time. */
class Rates {
  constructor(signal) {
    Object.assign(this, {signal, known: new Map(), waiting: [], busy: 0});
  }

  of({id, progress: by}) {
    if (by.correct + by.wrong === 0) {
      return '–';
    }
    const key = `${by.correct}/${by.wrong}`;
    const place = h('span', {class: 'rate'}, '…');
    const found = this.known.get(id);
    if (found) {
      replace(place, shown(found.figure));
    }
    if (found?.key !== key) {
      this.waiting.push({id, key, place});
      this.next();
    }
    return place;
  }

  async next() {
    const wanted = this.busy < 2 ? this.waiting.shift() : undefined;
    if (wanted === undefined) {
      return;
    }
    this.busy++;
    try {
      if (this.known.get(wanted.id)?.key !== wanted.key) {
        const results = await get(`${SERVICE}/evaluations/${wanted.id}/results`, this.signal);
        this.known.set(wanted.id, {key: wanted.key, figure: results.pass_at_1});
      }
      replace(wanted.place, shown(this.known.get(wanted.id).figure));
    } catch {
      replace(wanted.place, '–');
    } finally {
      this.busy--;
      this.next();
    }
  }
}

const shown = (figure) => [both(figure), bar(figure)];
