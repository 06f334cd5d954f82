/** Where a run stands, in numbers. */

import {h} from './dom.js';
import {between, count, number, percent, seconds, signed} from './format.js';
import {fact, facts, interval, isActive, progress, time} from './parts.js';
import {zeroVariance} from './series.js';

const RECENT = 5;

/** @param inStep what the step under way has so far, or null */
export function progressCard(run, steps, inStep) {
  const left = secondsLeft(run, steps);
  return h('div', {class: 'card progress-card'},
    progress(run.step, run.steps, 'Steps trained'),
    h('p', {}, h('b', {}, `${count(run.step)} of ${count(run.steps)} steps`),
      isActive(run) && left !== null && ` · about ${seconds(left)} left`,
      underWay(run, inStep)));
}

function secondsLeft(run, steps) {
  const recent = steps.slice(-RECENT).map((step) => between(step.started_at, step.finished_at));
  return recent.length === 0 ? null : (run.steps - run.step) * recent.reduce((sum, one) => sum + one, 0) / recent.length;
}

function underWay(run, inStep) {
  if (run.state !== 'RUNNING' || !inStep || inStep.step !== run.step) {
    return null;
  }
  const {tasks_per_step: tasks, group_size: size = 1, evaluation_tasks: heldOut} = run.spec.options;
  const wanted = {FIRST: tasks * size, REFINED: tasks * size, EVALUATION: heldOut};
  const names = {FIRST: 'rollouts', REFINED: 'refined', EVALUATION: 'held-out tasks'};
  const training = inStep.stages.some((stage) => stage.stage !== 'EVALUATION');
  const parts = inStep.stages
    .filter((stage) => stage.stage !== 'EVALUATION' || !training) // an evaluation comes before its step's rollouts
    .map(({stage, ended, judged}) => `${ended} of ${wanted[stage]} ${names[stage]}${judged > 0 ? ` (${judged} judged)` : ''}`);
  return parts.length > 0 && h('span', {class: 'under-way'}, ` · now: ${parts.join(', ')}`);
}

export function runFacts(run, steps, evaluations) {
  const last = steps.at(-1);
  const groups = last?.metrics.groups?.count > 0 ? last.metrics.groups : null;
  const worked = run.started_at ? between(run.started_at, run.finished_at ?? new Date().toISOString()) : null;
  return facts(
    fact('Reward, last step', number(last?.reward), change(steps)),
    fact('Held-out pass@1', percent(evaluations.at(-1)?.pass_at_1), evaluated(run, evaluations)),
    fact('Groups learned from', groups ? `${groups.learned_from} of ${groups.count}` : '–',
      groups && `${zeroVariance(last)} without variance`),
    fact('Models busy', percent(last?.metrics.busy, 0), last && 'of the last step'),
    fact('Duration', seconds(worked), run.started_at ? ['began ', time(run.started_at)] : 'not begun'));
}

function change(steps) {
  const first = steps[0]?.reward ?? null;
  const last = steps.at(-1)?.reward ?? null;
  return steps.length > 1 && first !== null && last !== null ? `${signed(last - first)} since the first` : null;
}

function evaluated(run, evaluations) {
  const last = evaluations.at(-1);
  if (!last) {
    return run.spec.options.evaluate_every > 0 ? 'not evaluated yet' : 'evaluate_every is 0';
  }
  return [interval(last.low, last.high), evaluations.length > 1 && `, was ${percent(evaluations[0].pass_at_1)} before training`];
}
