/** One step: its groups, each with its rollouts as points on a line. */

import {all, get} from '../api.js';
import {h, replace} from '../dom.js';
import {between, count, number, percent, runName, seconds, words} from '../format.js';
import {badge, choice, crumbs, empty, fact, facts, loading} from '../parts.js';
import {zeroVariance} from '../series.js';
import {extent, key, scale, strip} from '../strip.js';

const ORDERS = {
  index: {text: 'as sampled', by: (a, b) => a.task_index - b.task_index},
  mean: {text: 'lowest mean', by: (a, b) => (a.mean ?? 9) - (b.mean ?? 9)},
  spread: {text: 'widest spread', by: (a, b) => (b.deviation ?? -1) - (a.deviation ?? -1)},
};

/** Why a group teaches nothing. */
const REJECTIONS = {
  IDENTICAL: 'all rewards are equal: no rollout was better than another',
  TOO_FEW: 'fewer than two rollouts have a reward',
  LOW_VARIANCE: 'rewards vary less than min_group_variance',
};

/** Judgements that are no score, by how they ended. */
function failures(outcomes) {
  const failed = Object.entries(outcomes ?? {}).filter(([outcome]) => outcome !== 'SCORED');
  return failed.length === 0
    ? 'no judgement failed'
    : `failed: ${failed.map(([outcome, times]) => `${times} ${words(outcome)}`).join(', ')}`;
}

export async function showStep({view, entitle, signal}, id, text) {
  const step = Number(text);
  entitle(`Step ${step + 1}`);
  replace(view, loading('the step'));
  const [run, steps, groups, rollouts] = await Promise.all([
    get(`/v1/training-runs/${id}`, signal),
    get(`/v1/training-runs/${id}/steps?after=${step - 1}&limit=1`.replace('after=-1&', ''), signal),
    get(`/v1/training-runs/${id}/steps/${step}/groups`, signal),
    all(`/v1/training-runs/${id}/rollouts?step=${step}`, signal),
  ]);
  entitle(`Step ${step + 1} of ${runName(run)}`);
  const committed = steps.items.find((one) => one.step === step) ?? null;
  const trained = rollouts.filter((rollout) => rollout.stage !== 'EVALUATION');
  const page = new StepPage(run, step, committed, withRollouts(groups.items, trained));
  replace(view, page.node);
}

/** Groups with their rollouts in the order of their samples; made of the rollouts alone while nothing is committed. */
function withRollouts(groups, rollouts) {
  const byTask = Map.groupBy(rollouts, (rollout) => rollout.task_index);
  const known = groups.length > 0 ? groups : [...byTask].map(([index, [one]]) => ({
    task_index: index, task: one.task, question: one.question, reference: null, rejection: null, mean: null, deviation: null,
  }));
  return known.map((group) => ({
    ...group,
    rollouts: (byTask.get(group.task_index) ?? []).sort((a, b) => a.sample - b.sample),
  }));
}

/** How the step's judgements ended, and how many of their scores had to be asked for. */
function judged({judgements, judge}) {
  const asked = judge?.forced_share > 0 ? `; ${percent(judge.forced_share, 0)} of scores asked for` : '';
  return failures(judgements) + asked;
}

class StepPage {
  constructor(run, step, committed, groups) {
    Object.assign(this, {run, step, committed, groups});
    this.rollouts = groups.flatMap((group) => group.rollouts);
    this.refined = this.rollouts.some((rollout) => rollout.stage === 'REFINED');
    this.by = 'reward';
    this.order = 'index';
    this.picture = h('div', {class: 'groups'});
    this.node = [
      crumbs(['Runs', '#/runs'], [runName(run), `#/runs/${run.id}`], [`Step ${step + 1}`]),
      h('div', {class: 'title-row'}, h('h1', {}, `Step ${step + 1} `, h('small', {}, `of ${run.steps}`)), this.neighbours()),
      (committed?.metrics.notices ?? []).map((text) => h('p', {class: 'notice', role: 'status'}, `${text[0].toUpperCase()}${text.slice(1)}.`)),
      committed ? this.numbers() : h('p', {class: 'notice'}, 'This step is not committed yet: its rollouts have no rewards.'),
      h('div', {class: 'toolbar'},
        choice('What is shown', 'by', [['reward', 'Rewards'], ['advantage', 'Advantages']], this.by, (by) => {
          this.by = by;
          this.show();
        }),
        choice('Order of groups', 'order', Object.entries(ORDERS).map(([name, {text}]) => [name, text]), this.order, (order) => {
          this.order = order;
          this.show();
        })),
      key(this.refined),
      this.picture,
    ];
    this.show();
  }

  neighbours() {
    const {run, step} = this;
    const link = (to, text) => h('a', {class: 'button', href: `#/runs/${run.id}/steps/${to}`}, text);
    return h('div', {class: 'buttons'}, step > 0 && link(step - 1, '← Step before'), step + 1 < run.step && link(step + 1, 'Next step →'));
  }

  numbers() {
    const {metrics, reward, started_at: from, finished_at: to} = this.committed;
    const means = (stage) => metrics.reward[stage] && percent(metrics.reward[stage].outcome, 0);
    return facts(
      fact('Reward', number(reward), 'mean over rollouts'),
      fact('Right answers', percent(metrics.reward.outcome, 0),
        this.refined ? `first ${means('first')}, refined ${means('refined')}` : null),
      fact('Judge’s score', number(metrics.reward.judge), judged(metrics)),
      fact('Learned from', `${metrics.groups.learned_from} of ${metrics.groups.count}`, `groups; ${zeroVariance(this.committed)} without variance`),
      fact('Masked', count(metrics.reward.masked), 'rollouts without a reward'),
      fact('Time', seconds(between(from, to)), `models busy ${percent(metrics.busy, 0)}`));
  }

  show() {
    if (this.groups.length === 0) {
      replace(this.picture, empty('The step has no rollouts', h('p', {}, 'sft imitates given answers and samples none.')));
      return;
    }
    const ends = extent(this.rollouts, this.by);
    const ordered = [...this.groups].sort(ORDERS[this.order].by);
    replace(this.picture,
      h('div', {class: 'group head'}, h('span', {}, 'Task'), h('div', {class: 'strip'}, scale(ends, this.by), h('span', {class: 'masked'}, 'no reward')),
        h('span', {class: 'number'}, 'mean ± deviation')),
      ordered.map((group) => this.group(group, ends)));
  }

  group(group, ends) {
    return h('section', {'class': `group${group.rejection ? ' rejected' : ''}`, 'aria-label': `Task ${group.task_index + 1}`},
      h('div', {class: 'task'},
        h('p', {class: 'question', title: group.question}, group.question),
        h('p', {class: 'hint'}, group.reference !== null && ['reference: ', h('b', {}, group.reference)],
          group.rejection && [' ', badge(words(group.rejection), 'warn', REJECTIONS[group.rejection])])),
      strip(group.rollouts, this.by, ends),
      h('p', {class: 'number'}, number(group.mean), group.deviation !== null && h('small', {}, ' ± ', number(group.deviation))));
  }
}
