/** All runs: what they are, how far, and what they reached. */

import {h, replace} from '../dom.js';
import {between, moment, number, percent, runName, seconds} from '../format.js';
import {Listing} from '../listing.js';
import {cell, empty, interval, progress, stateBadge, time} from '../parts.js';

const STATES = ['QUEUED', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const KINDS = ['sft', 'grpo', 'reagent-r', 'reagent-u'];

export async function showRuns({view, query, entitle, signal}) {
  entitle('Runs');
  const options = (values) => [['', 'any'], ...values.map((one) => [one, one.toLowerCase()])];
  const listing = new Listing({
    address: '#/runs', path: '/v1/training-runs', limit: 50, caption: 'Runs', unlike: 'No run is like that', older: 'Older runs',
    filters: [
      {name: 'name', label: 'Name', placeholder: 'part of it'},
      {name: 'state', label: 'State', options: options(STATES)},
      {name: 'kind', label: 'Kind', options: options(KINDS)},
    ],
    heads: ['Run', 'State', 'Progress', {text: 'Reward', number: true}, {text: 'Held-out pass@1', number: true},
      {text: 'Duration', number: true}, 'Started'],
    row,
    none: empty('No run yet', h('p', {}, 'A run samples rollouts, has them judged, and trains a policy on what they earned.'),
      h('a', {class: 'button primary', href: '#/start'}, 'Start the first run')),
    compare: (chosen) => ({
      href: `#/compare?runs=${chosen.join(',')}`,
      text: chosen.length === 0 ? 'Compare' : `Compare ${chosen.length} ${chosen.length === 1 ? 'run' : 'runs'}`,
    }),
  }, query, signal);
  replace(view,
    h('div', {class: 'title-row'}, h('h1', {}, 'Runs'), h('a', {class: 'button primary', href: '#/start'}, 'Start a run')),
    listing.form(), listing.place);
  await listing.start();
}

function row(run) {
  const {last} = run;
  const name = runName(run);
  return {name, cells: [
    h('th', {scope: 'row'}, h('a', {href: `#/runs/${run.id}`}, name),
      h('small', {}, `${run.kind}${run.target === 'rrm' ? ' · judge' : ''} · ${run.spec.policy.base_model} · ${run.spec.dataset.name}`)),
    cell([stateBadge(run.state), run.reason && h('small', {class: 'reason', title: run.reason}, run.reason)]),
    cell([progress(run.step, run.steps, `Progress of ${name}`), h('small', {}, `${run.step} of ${run.steps} steps`)]),
    cell(number(last.reward), true, 'Reward'),
    cell([percent(last.pass_at_1), last.low !== null && h('small', {}, interval(last.low, last.high))], true, 'Held-out pass@1'),
    cell(run.started_at ? seconds(between(run.started_at, run.finished_at ?? new Date().toISOString())) : '–', true, 'Duration'),
    cell(run.started_at ? time(run.started_at) : h('span', {title: moment(run.created_at)}, 'not yet'), false, 'Started'),
  ]};
}
