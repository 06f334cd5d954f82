/** One rollout: what the agent did turn by turn, what the judge made of it, and what it earned. */

import {all, get} from '../api.js';
import {h, replace} from '../dom.js';
import {runName, STAGES} from '../format.js';
import {badge, crumbs, grading, loading} from '../parts.js';
import {earned} from '../arithmetic.js';
import {judgementCard} from '../judgement.js';
import {extent, key, scale, strip} from '../strip.js';
import {trajectory} from '../trajectory.js';

export async function showRollout({view, entitle, signal}, id) {
  entitle('Rollout');
  replace(view, loading('the rollout'));
  const shown = await get(`/v1/rollouts/${id}`, signal);
  const at = `/v1/training-runs/${shown.run_id}`;
  const [run, groups, before, after, siblings] = await Promise.all([
    get(at, signal),
    shown.stage === 'EVALUATION' ? {items: []} : get(`${at}/steps/${shown.step}/groups`, signal),
    shown.first_id ? get(`/v1/rollouts/${shown.first_id}`, signal) : null,
    shown.stage === 'FIRST' ? get(`${at}/rollouts?first=${id}`, signal) : {items: []},
    shown.group_id ? all(`${at}/rollouts?group=${shown.group_id}`, signal) : [],
  ]);
  const refined = after.items.length > 0 ? await get(`/v1/rollouts/${after.items[0].id}`, signal) : null;
  const pair = [before ?? shown, before ? shown : refined].filter(Boolean);
  const group = groups.items.find((one) => one.id === shown.group_id) ?? null;
  const title = `${STAGES[shown.stage]} ${shown.sample + 1}`;
  const named = title.charAt(0).toUpperCase() + title.slice(1);
  entitle(`${named}, step ${shown.step + 1}`);
  replace(view,
    crumbs(['Runs', '#/runs'], [runName(run), `#/runs/${run.id}`], shown.stage === 'EVALUATION'
      ? [shown.step === 0 ? 'Before training' : `After step ${shown.step}`, `#/runs/${run.id}/evaluations/${shown.step}`]
      : [`Step ${shown.step + 1}`, `#/runs/${run.id}/steps/${shown.step}`], [named]),
    h('h1', {}, named, ' ', outcome(shown)),
    h('div', {class: 'card ask'}, h('p', {class: 'question'}, shown.trajectory.question),
      answerKey(shown.reference ?? group?.reference, run)),
    siblings.length > 1 && peers(siblings, shown),
    h('div', {class: pair.length > 1 ? 'pair' : 'pair single'}, pair.map((rollout) => side(rollout, shown, run, group, pair.length > 1, signal))));
}

/** What the answer is held against, and how. */
const answerKey = (reference, run) => reference !== null && reference !== undefined
  && h('p', {class: 'hint'}, 'reference: ', h('b', {}, reference), '. ', grading(run));

const outcome = (rollout) => (rollout.correct ? badge('right', 'good') : badge('wrong', 'bad'));

function peers(siblings, shown) {
  const ends = extent(siblings, 'reward');
  const ordered = siblings.sort((a, b) => a.sample - b.sample);
  return h('section', {class: 'card peers'},
    h('h2', {}, 'Rewards of its group'),
    h('div', {class: 'strip'}, scale(ends, 'reward')),
    strip(ordered, 'reward', ends, shown.id),
    key(siblings.some((one) => one.stage === 'REFINED')));
}

function side(rollout, shown, run, group, paired, signal) {
  const name = STAGES[rollout.stage].charAt(0).toUpperCase() + STAGES[rollout.stage].slice(1);
  const steps = new Map();
  return h('section', {'class': `side${rollout.id === shown.id && paired ? ' here' : ''}`, 'aria-label': name},
    h('div', {class: 'side-head'},
      h('h2', {}, rollout.id === shown.id ? name : h('a', {href: `#/rollouts/${rollout.id}`}, name), ' ', outcome(rollout)),
      h('p', {class: 'hint'}, `${rollout.own_tokens} tokens, ${rollout.calls} calls, sampled from `,
        h('span', {title: rollout.policy}, rollout.policy_step === 0 ? 'the weights the run began with' : `the weights of step ${rollout.policy_step}`))),
    earned(rollout, run, group),
    trajectory(rollout, steps),
    (rollout.judge_outcome || rollout.judgement_id) && judgementCard(rollout, steps, signal));
}
