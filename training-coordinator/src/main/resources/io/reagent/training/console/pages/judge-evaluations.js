/** Evaluations of judges: which, on what, how far. */

import {h, replace} from '../dom.js';
import {count, percent, words} from '../format.js';
import {judgedName, sections, SERVICE, STATES} from '../evaluations.js';
import {Listing, ofTwo} from '../listing.js';
import {cell, empty, progress, stateBadge, time} from '../parts.js';

export async function showJudgeEvaluations({view, query, entitle, signal}) {
  entitle('Evaluations of judges');
  const listing = new Listing({
    address: '#/evaluations/judges', path: `${SERVICE}/judge-evaluations`, caption: 'Evaluations of judges', ...ofTwo('#/evaluations/judges/compare'),
    filters: [
      {name: 'name', label: 'Name'},
      {name: 'judge', label: 'Judge'},
      {name: 'state', label: 'State', options: [['', 'any'], ...STATES.map((one) => [one, words(one)])]},
    ],
    heads: ['Evaluation', 'State', 'Progress', {text: 'Attempts', number: true}, {text: 'Without a score', number: true}, 'Created'],
    row,
    none: empty('No judge was evaluated yet', h('p', {}, 'A judge is held against attempts whose worth is known.'),
      h('a', {class: 'button primary', href: '#/evaluations/judges/new'}, 'Evaluate a judge')),
  }, query, signal);
  replace(view, sections('judges'),
    h('div', {class: 'title-row'}, h('h1', {}, 'Evaluations of judges'), h('a', {class: 'button primary', href: '#/evaluations/judges/new'}, 'Evaluate a judge')),
    listing.form(), listing.place);
  await listing.start();
}

function row(evaluation) {
  const name = judgedName(evaluation);
  const {judged, planned, failed} = evaluation;
  return {name, cells: [
    h('th', {scope: 'row'}, h('a', {href: `#/evaluations/judges/${evaluation.id}`}, name),
      h('small', {}, `${evaluation.judge} · ${source(evaluation.spec.source)}`)),
    cell([stateBadge(evaluation.state), evaluation.reason && h('small', {class: 'reason', title: evaluation.reason}, evaluation.reason)]),
    cell([progress(judged, planned, `Progress of ${name}`), h('small', {}, `${count(judged)} of ${count(planned)} judgements`)]),
    cell([count(evaluation.items), evaluation.repeats > 1 && h('small', {}, `${evaluation.repeats} times each`)], true, 'Attempts'),
    cell(failed === 0 ? '–' : [count(failed), h('small', {}, percent(failed / judged))], true, 'Without a score'),
    cell(time(evaluation.created_at), false, 'Created'),
  ]};
}

/** Where its attempts come from, in words. */
export function source(from) {
  if (from?.path) {
    return from.path.split('/').at(-1);
  }
  if (from?.evaluation) {
    return `samples of evaluation ${String(from.evaluation).slice(-8)}`;
  }
  return from?.labels ? ['labels', from.labels.split, from.labels.annotator && `by ${from.labels.annotator}`].filter(Boolean).join(' ') : 'a set that was sent';
}
