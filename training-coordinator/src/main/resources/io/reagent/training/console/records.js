/** What a run has left behind, in tables: steps, evaluations, checkpoints; and what it was asked for. */

import {h} from './dom.js';
import {between, count, number, percent, runName, seconds, setting} from './format.js';
import {ordered} from './options.js';
import {badge, cell, empty, table} from './parts.js';

const STEPS_SHOWN = 12;

const numeric = (text) => ({text, number: true});

/** The newest steps, or all of them. */
export function stepTable(run, steps, all, showAll) {
  const newest = [...steps].reverse();
  const shown = all ? newest : newest.slice(0, STEPS_SHOWN);
  return newest.length === 0
    ? empty('None yet')
    : [
      table('Steps, newest first', ['Step', ...['Reward', 'Outcome', 'Judge’s score', 'Learned from', 'Masked', 'Tokens',
        'Calls', 'KL', 'Time'].map(numeric)], shown.map((step) => stepRow(run, step))),
      newest.length > shown.length && h('button', {type: 'button', on: {click: showAll}}, `All ${newest.length} steps`),
    ];
}

function stepRow(run, {step, trained, reward, metrics, started_at: from, finished_at: to}) {
  const grouped = metrics.groups?.count > 0;
  const name = `step ${step + 1}`;
  return h('tr', {},
    h('th', {scope: 'row'}, grouped ? h('a', {href: `#/runs/${run.id}/steps/${step}`}, name) : name,
      !trained && badge('not trained', 'warn', 'every group was rejected: the weights stayed as they were')),
    cell(number(reward), true), cell(number(metrics.reward?.outcome), true), cell(number(metrics.reward?.judge), true),
    cell(grouped ? `${metrics.groups.learned_from} of ${metrics.groups.count}` : '–', true),
    cell(count(metrics.reward?.masked), true), cell(count(metrics.rollouts?.tokens), true),
    cell(number(metrics.rollouts?.calls, 1), true), cell(number(metrics.policy?.kl, 4), true),
    cell(seconds(between(from, to)), true));
}

export function evaluationTable(run, evaluations) {
  const best = bestOf(evaluations);
  return evaluations.length === 0
    ? empty(run.spec.options.evaluate_every > 0 ? 'None yet' : 'None: evaluate_every is 0')
    : table('Evaluations on held-out tasks', ['After', ...['pass@1', '95 % interval', 'Passed'].map(numeric)],
      evaluations.map((one) => h('tr', {},
        h('th', {scope: 'row'},
          h('a', {href: `#/runs/${run.id}/evaluations/${one.step}`}, one.step === 0 ? 'no step' : `step ${one.step}`),
          one === best && badge('best', 'good')),
        cell(percent(one.pass_at_1), true), cell(`${percent(one.low, 0)} to ${percent(one.high, 0)}`, true),
        cell(`${one.passed} of ${one.tried}`, true))));
}

/** The one whose checkpoint is kept: of equals the last; none where all are equal. */
function bestOf(evaluations) {
  const rates = evaluations.map((one) => one.pass_at_1);
  const highest = Math.max(...rates);
  return rates.every((rate) => rate === highest) ? null
    : evaluations.filter((one) => one.pass_at_1 === highest).reduce((a, b) => (a.step > b.step ? a : b));
}

export function checkpointTable(run, checkpoints) {
  const kept = checkpoints.filter((one) => one.deleted_at === null).reverse();
  const gone = checkpoints.length - kept.length;
  return kept.length === 0
    ? empty('None yet')
    : [
      table('Checkpoints that are kept', ['After', 'To sample from', ''], kept.map((one) => h('tr', {},
        h('th', {scope: 'row'}, `step ${one.step}`),
        cell([h('span', {class: 'named'}, `${runName(run)}, step ${one.step}`), h('code', {class: 'path'}, one.sampler_path)]),
        cell([h('a', {href: `#/runs/${run.id}/fork?step=${one.step}`}, 'fork'), ' · ', h('a', {href: evaluating(run, one)}, 'evaluate')])))),
      gone > 0 && h('p', {class: 'hint'},
        `${gone} older ${gone === 1 ? 'one was' : 'ones were'} deleted to make room (keep_checkpoints).`),
    ];
}

/** The form of an evaluation, of this checkpoint. */
const evaluating = (run, {sampler_path: policy, step}) => `#/evaluations/new?${new URLSearchParams({policy, run: run.id, step})}`;

export function optionList({spec}) {
  const rows = (object) => Object.entries(object).map(([name, value]) =>
    h('div', {}, h('dt', {class: 'mono'}, name), h('dd', {}, typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : setting(value))));
  const others = ['policy', 'judge', 'dataset'].flatMap((part) =>
    Object.entries(spec[part] ?? {}).map(([name, value]) => [`${part}.${name}`, value]));
  return h('div', {class: 'card'},
    h('dl', {class: 'settings'}, rows(ordered(spec.options))),
    h('details', {}, h('summary', {}, 'Policy, judge and dataset'),
      h('dl', {class: 'settings wide'}, rows(Object.fromEntries(others)))));
}
