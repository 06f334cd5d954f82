/** What an agent did, turn by turn. All of it is text of strangers and shown as nothing else. */

import {h} from './dom.js';
import {words} from './format.js';

/** @param steps filled with the node of each turn, by its number from 1; the answer's by the name `A` */
export function trajectory(rollout, steps) {
  const turns = rollout.trajectory.steps.map((step, index) => {
    const node = h('li', {class: 'turn', tabindex: '-1'},
      h('p', {class: 'turn-number'}, `Step ${index + 1}`),
      step.thought && h('p', {class: 'thought'}, step.thought),
      step.calls.map(call));
    steps.set(String(index + 1), node);
    return node;
  });
  const {answer} = rollout.trajectory;
  const last = h('li', {class: 'turn answer', tabindex: '-1'},
    h('p', {class: 'turn-number'}, 'Answer'),
    answer === null ? h('p', {class: 'hint'}, `None: ${words(rollout.stop)}.`) : h('p', {class: 'text'}, answer));
  steps.set('A', last);
  return h('ol', {class: 'turns'}, turns, last);
}

const call = ({name, arguments: sent, result}) => h('div', {class: 'call'},
  h('p', {class: 'call-name'}, h('b', {}, name)),
  h('pre', {class: 'arguments'}, shown(sent)),
  result === null || result === undefined
    ? h('p', {class: 'hint'}, 'no result')
    : h('pre', {class: 'result'}, result));

/** Arguments are JSON text; a single one is shown by itself. */
function shown(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object'
      ? Object.entries(value).map(([name, one]) => `${name}: ${typeof one === 'string' ? one : JSON.stringify(one)}`).join('\n')
      : text;
  } catch {
    return text;
  }
}
