/** How a rollout's reward and advantage came about, in numbers; or why it has none. */

import {h} from './dom.js';
import {number, percent, signed, words} from './format.js';
import {badge} from './parts.js';

const MASKS = {
  TOO_LONG: 'it outgrew the policy’s context',
  NOTHING_SAMPLED: 'the policy sampled nothing',
  NOTHING_SAID: 'the policy said nothing that could be judged',
  NOT_JUDGED: 'no judge was asked',
  LEAKED: 'it speaks of its critique, and leakage_filter is on',
  PARSE_ERROR: 'the judge wrote something that is not a judgement',
  TRUNCATED: 'it was too long for the judge, or the judge ran into its token limit',
  TIMEOUT: 'the judge did not finish in time',
  REFUSED: 'the judge, or its service, declined',
  OUT_OF_RANGE: 'the judge’s score is outside [0, 1]',
  UNAVAILABLE: 'the judge could not be asked',
};

export function earned(rollout, run, group) {
  if (rollout.stage === 'EVALUATION') {
    return null;
  }
  return h('div', {class: 'card earned'},
    reward(rollout, run),
    rollout.masked === null && advantage(rollout, run, group),
    rollout.stage === 'REFINED' && leakage(rollout));
}

function reward(rollout, run) {
  if (rollout.masked !== null) {
    return h('p', {}, badge('masked', 'warn'), ` No reward: ${MASKS[rollout.masked] ?? words(rollout.masked)}. `,
      h('span', {class: 'hint'}, 'It counts neither in its group’s statistics nor in the loss.'));
  }
  if (rollout.reward === null) {
    return h('p', {}, 'No reward yet: its step is not committed.');
  }
  if (run.target === 'rrm') {
    return formula('reward', 'R', 'form + closeness to the label + order among the others', null, number(rollout.reward));
  }
  const judged = rollout.reward_judge !== null;
  const {lambda} = run.spec.options;
  return formula('reward', 'R', judged ? 'outcome + lambda × score' : 'outcome',
    judged ? `${number(rollout.reward_outcome, 0)} + ${lambda} × ${number(rollout.reward_judge)}` : null, number(rollout.reward));
}

function advantage(rollout, run, group) {
  if (rollout.reward === null || group === null) {
    return null;
  }
  if (rollout.advantage === null) {
    return h('p', {}, badge(words(group.rejection ?? 'no advantage'), 'warn'), ' No advantage: nothing is learned from its group.');
  }
  const apart = run.spec.options.pooled === false;
  // the mean of its stage is not kept: the advantage was made of it
  const mean = apart ? rollout.reward - rollout.advantage * group.deviation : group.mean;
  return formula('advantage', 'A', apart ? '(R − mean of its stage) / deviation' : '(R − mean) / deviation',
    `(${number(rollout.reward)} − ${number(mean)}) / ${number(group.deviation)}`, signed(rollout.advantage));
}

function leakage(rollout) {
  if (rollout.leak_overlap === null) {
    return null;
  }
  const leaks = rollout.leak_mentions || rollout.leak_overlap >= 1 / 6;
  return h('p', {class: 'hint'}, leaks ? badge('leaks', 'warn') : 'No leakage:',
    ` ${percent(rollout.leak_overlap, 0)} of the critique’s own wording is repeated`,
    rollout.leak_mentions ? ', and the review or the attempt is named' : '', '.');
}

const formula = (name, symbol, rule, numbers, result) => h('p', {class: 'formula'},
  h('span', {class: 'unseen'}, `${name}: `), h('var', {}, symbol), ` = ${rule}`, numbers && ` = ${numbers}`, ' = ', h('b', {}, result));
