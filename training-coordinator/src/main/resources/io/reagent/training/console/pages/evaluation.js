/** One evaluation: which held-out tasks the policy answered rightly, alone. */

import {all, get} from '../api.js';
import {h, replace} from '../dom.js';
import {count, number, percent, runName, words} from '../format.js';
import {badge, cell, choice, crumbs, empty, fact, facts, grading, interval, loading, table} from '../parts.js';

export async function showEvaluation({view, entitle, signal}, id, text) {
  const step = Number(text);
  const title = step === 0 ? 'Evaluation before training' : `Evaluation after step ${step}`;
  entitle(title);
  replace(view, loading('the evaluation'));
  const [run, evaluations, found] = await Promise.all([
    get(`/v1/training-runs/${id}`, signal),
    get(`/v1/training-runs/${id}/evaluations`, signal),
    all(`/v1/training-runs/${id}/rollouts?step=${step}&stage=EVALUATION`, signal),
  ]);
  const evaluation = evaluations.items.find((one) => one.step === step);
  const rollouts = found.sort((a, b) => a.task_index - b.task_index);
  const place = h('div', {});
  const show = (which) => {
    const shown = rollouts.filter((one) => which === 'all' || one.correct === (which === 'right'));
    replace(place, shown.length === 0 ? empty('None') : tasks(shown));
  };
  const mean = (of) => rollouts.reduce((sum, one) => sum + of(one), 0) / rollouts.length;
  replace(view,
    crumbs(['Runs', '#/runs'], [runName(run), `#/runs/${id}`], [title]),
    h('h1', {}, title),
    evaluation
      ? facts(
        fact('pass@1', percent(evaluation.pass_at_1), interval(evaluation.low, evaluation.high)),
        fact('Passed', `${evaluation.passed} of ${evaluation.tried}`, 'held-out tasks, no critique shown'),
        rollouts.length > 0 && fact('Tool calls', number(mean((one) => one.calls), 1), 'mean'),
        rollouts.length > 0 && fact('Tokens', count(mean((one) => one.own_tokens)), 'mean, sampled'))
      : h('p', {class: 'notice'}, 'This evaluation is not finished.'),
    h('div', {class: 'toolbar'}, choice('Which tasks', 'which', [['all', 'All'], ['wrong', 'Wrong'], ['right', 'Right']], 'all', show)),
    h('p', {class: 'hint'}, grading(run)),
    place);
  show('all');
}

const tasks = (rollouts) => table('Held-out tasks', ['Task', 'Answer', 'Reference', 'Outcome', {text: 'Calls', number: true}, {text: 'Tokens', number: true}],
  rollouts.map((one) => h('tr', {},
    h('th', {scope: 'row', class: 'wrap'}, h('a', {href: `#/rollouts/${one.id}`}, one.question)),
    cell(one.answer === null ? h('i', {}, words(one.stop)) : h('span', {class: 'clip', title: one.answer}, one.answer)),
    cell(one.reference === null ? '–' : h('span', {class: 'clip', title: one.reference}, one.reference)),
    cell(one.correct ? badge('right', 'good') : badge('wrong', 'bad')),
    cell(one.calls, true), cell(count(one.own_tokens), true))));
