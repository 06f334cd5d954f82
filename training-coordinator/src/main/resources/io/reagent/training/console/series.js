/** What is drawn of a run, by the names of docs/training.md; one list for the run's page and for comparisons. */

import {compact, count, number, percent, seconds} from './format.js';

const metric = (...path) => (step) => path.reduce((node, name) => node?.[name], step.metrics) ?? null;

const share = (value) => percent(value, 0);

/** Each line: label, where its value stands in a step, and whether it is the one that comparisons show, titled `alone`. */
export const CHARTS = [
  {
    id: 'reward', title: 'Reward', alone: 'Reward (total)', unit: 'mean over rollouts', format: (v) => number(v, 2),
    note: 'total = outcome + lambda × score; masked rollouts count in none of them',
    lines: [
      {label: 'total', of: metric('reward', 'total'), main: true},
      {label: 'outcome', of: metric('reward', 'outcome')},
      {label: 'judge’s score', of: metric('reward', 'judge')},
    ],
  },
  {
    id: 'judge', title: 'Judge’s score of right and wrong answers', alone: 'Judge’s score of wrong answers', unit: 'mean over rollouts', format: (v) => number(v, 2), range: [0, 1],
    note: 'where wrong answers climb towards right ones, the judge is being gamed',
    lines: [
      {label: 'right', of: metric('reward', 'judge_of_right')},
      {label: 'wrong', of: metric('reward', 'judge_of_wrong'), main: true},
    ],
    when: (step) => step.metrics.reward?.judge_of_wrong,
  },
  {
    id: 'completion', title: 'Judgements brought to their score', alone: 'Scores asked for', unit: 'share of scores', share: true, format: share, range: [0, 1],
    note: 'asked for: the judge wrote a critique and no score; many such scores mean little',
    lines: [
      {label: 'continued', of: metric('judge', 'continued_share')},
      {label: 'asked for', of: metric('judge', 'forced_share'), main: true},
    ],
    when: (step) => step.metrics.judge?.continued_share,
  },
  {
    id: 'stages', title: 'First and refined', alone: 'Refined rollouts', unit: 'share of right answers', share: true, format: share, range: [0, null],
    note: 'what the critique is worth: right answers before and after it',
    lines: [
      {label: 'first attempt', of: metric('reward', 'first', 'outcome')},
      {label: 'refined', of: metric('reward', 'refined', 'outcome'), main: true},
    ],
    when: (step) => step.metrics.reward?.refined,
  },
  {
    id: 'kl', title: 'KL from the sampling policy', unit: 'nats per token (k3)', format: compact,
    lines: [{label: 'KL', of: metric('policy', 'kl'), main: true}],
  },
  {
    id: 'entropy', title: 'Entropy and surprise', alone: 'Surprise (mean −log π)', unit: 'nats per token', format: (v) => number(v, 2), range: [0, null],
    lines: [
      {label: 'entropy', of: metric('policy', 'entropy')},
      {label: 'surprise (mean −log π)', of: metric('policy', 'surprise'), main: true},
    ],
  },
  {
    id: 'ratio', title: 'Ratio to the sampling policy', unit: 'mean over tokens', format: (v) => number(v, 3),
    lines: [{label: 'ratio', of: metric('policy', 'ratio'), main: true}],
  },
  {
    id: 'clip', title: 'Clipped tokens', unit: 'share', share: true, format: (v) => percent(v, 1), range: [0, null],
    lines: [{label: 'clip fraction', of: metric('policy', 'clip_fraction'), main: true}],
  },
  {
    id: 'loss', title: 'Loss', unit: 'nats per token', format: (v) => number(v, 3),
    lines: [{label: 'loss', of: metric('policy', 'loss'), main: true}],
  },
  {
    id: 'groups', title: 'Groups of the step', alone: 'Groups learned from', unit: 'groups', format: count, range: [0, null],
    note: 'a group without variance, or with too few rewards, teaches nothing',
    lines: [
      {label: 'learned from', of: metric('groups', 'learned_from'), main: true},
      {label: 'zero variance', of: (step) => zeroVariance(step)},
      {label: 'all', of: metric('groups', 'count'), dash: true},
    ],
    when: (step) => step.metrics.groups?.count,
  },
  {
    id: 'failures', title: 'What has no reward', alone: 'Masked rollouts', unit: 'rollouts', format: count, range: [0, null],
    lines: [
      {label: 'masked', of: metric('reward', 'masked'), main: true},
      {label: 'judgement failed', of: (step) => failedJudgements(step)},
    ],
    when: (step) => step.metrics.groups?.count,
  },
  {
    id: 'length', title: 'Response length', unit: 'tokens per rollout', format: count, range: [0, null],
    lines: [{label: 'sampled tokens', of: metric('rollouts', 'tokens'), main: true}],
  },
  {
    id: 'calls', title: 'Tool calls', unit: 'per rollout', format: (v) => number(v, 1), range: [0, null],
    lines: [{label: 'calls', of: metric('rollouts', 'calls'), main: true}],
  },
  {
    id: 'leakage', title: 'Critique leakage', unit: 'share of refined rollouts', share: true, format: share, range: [0, null],
    lines: [{label: 'leaks', of: metric('rollouts', 'leakage', 'rate'), main: true}],
  },
  {
    id: 'seconds', title: 'Time by phase', alone: 'Time of a step', unit: 'seconds per step', format: (v) => seconds(v), range: [0, null],
    note: 'phases overlap',
    lines: [
      {label: 'whole step', of: metric('seconds', 'total'), main: true, dash: true},
      {label: 'sampling', of: metric('seconds', 'sampling')},
      {label: 'judging', of: metric('seconds', 'judging')},
      {label: 'training', of: metric('seconds', 'training')},
      {label: 'saving', of: metric('seconds', 'saving')},
    ],
  },
  {
    id: 'busy', title: 'How busy the models were', unit: 'share of the step', share: true, format: share, range: [0, 1],
    lines: [{label: 'at least one at work', of: metric('busy'), main: true}],
  },
  {
    id: 'speed', title: 'Speed by phase', alone: 'Speed of sampling', unit: 'tokens per second', format: count, range: [0, null],
    lines: [
      {label: 'sampling', of: metric('tokens_per_second', 'sampling'), main: true},
      {label: 'judging', of: metric('tokens_per_second', 'judging')},
      {label: 'training', of: metric('tokens_per_second', 'training')},
    ],
  },
  {
    id: 'rate', title: 'Learning rate', unit: '', format: compact, range: [0, null],
    lines: [{label: 'learning rate', of: (step) => step.learning_rate, main: true}],
  },
];

/** Groups that were rejected although enough of their rollouts had a reward. */
export function zeroVariance(step) {
  const rejected = step.metrics.groups?.rejected;
  return rejected ? (rejected.IDENTICAL ?? 0) + (rejected.LOW_VARIANCE ?? 0) : null;
}

export function failedJudgements(step) {
  const outcomes = step.metrics.judgements;
  return outcomes
    ? Object.entries(outcomes).reduce((sum, [outcome, times]) => sum + (outcome === 'SCORED' ? 0 : times), 0)
    : null;
}

/** What a step is drawn at: its place among steps, in time or in what was sampled for it. */
export const SCALES = {
  step: {label: 'steps trained', format: (v) => count(v), whole: true, of: (steps) => steps.map((step) => step.step + 1)},
  hours: {
    label: 'hours of work on steps',
    format: (v) => number(v, v < 1 ? 2 : 1),
    of: (steps) => sums(steps, (step) => (step.metrics.seconds?.total ?? 0) / 3600),
  },
  tokens: {
    label: 'sampled tokens',
    format: (v) => new Intl.NumberFormat('en-US', {notation: 'compact', maximumFractionDigits: 1}).format(v),
    of: (steps) => sums(steps, (step) => (step.metrics.rollouts?.count ?? 0) * (step.metrics.rollouts?.tokens ?? 0)),
  },
};

function sums(steps, of) {
  let sum = 0;
  return steps.map((step) => (sum += of(step)));
}

/** The lines of a chart that any of the steps has values for. */
export const linesWithData = (definition, steps) =>
  definition.when && !steps.some(definition.when)
    ? []
    : definition.lines.filter((line) => steps.some((step) => line.of(step) !== null));
