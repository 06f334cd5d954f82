/** A judgement: score, critique, the judge's reasoning, and the flaws it names, tied to the turns they are about. */

import {get} from './api.js';
import {h, put, replace} from './dom.js';
import {number, words} from './format.js';
import {badge, loading} from './parts.js';

/** `3 misread result 0.40`: the step (A: the answer), the flaw, and the factor it costs. */
const FLAW = /(\d+|A) ([a-z][a-z ]*?)(?: \(?mended\)?)? (\d\.\d+)/g;

/** The flaws that the last line of a reasoning lists; none where a judge writes otherwise. */
export function flaws(reasoning) {
  const line = reasoning.split('\n').findLast((one) => one.startsWith('Flaws:'));
  return line ? [...line.matchAll(FLAW)].map(([, step, flaw, factor]) => ({step, flaw, factor: Number(factor)})) : [];
}

/** @param steps nodes of the turns by their number */
export function judgementCard(rollout, steps, signal) {
  const trace = h('div', {});
  const card = h('section', {class: 'card judgement', 'aria-label': 'Judgement'},
    h('h3', {}, 'Judgement', rollout.judge && h('small', {}, ` by ${rollout.judge}`)),
    rollout.judge_score === null
      ? h('p', {}, badge(words(rollout.judge_outcome), 'warn'), ' The judgement failed; that is no score of zero.')
      : h('p', {class: 'score'}, h('meter', {min: 0, max: 1, value: rollout.judge_score, 'aria-label': 'Score'}),
        h('b', {}, number(rollout.judge_score)), ' score, from 0 to 1'),
    rollout.judge_reason && h('p', {class: 'hint'}, rollout.judge_reason),
    rollout.critique && h('blockquote', {class: 'critique'}, rollout.critique),
    trace);
  if (rollout.judgement_id) {
    replace(trace, loading('the reasoning'));
    get(`/v1/rollouts/${rollout.id}/judgement`, signal).then(
      (judgement) => replace(trace, reasoning(judgement, steps)),
      (problem) => problem.name === 'AbortError'
        || replace(trace, h('p', {class: 'hint'}, `Its reasoning is not at hand: ${problem.message}`)));
  }
  return card;
}

function reasoning(judgement, steps) {
  if (!judgement.reasoning) {
    return h('p', {class: 'hint'}, 'The judge wrote no reasoning.');
  }
  const found = flaws(judgement.reasoning);
  found.forEach(({step, flaw}) => mark(steps.get(step), flaw));
  return [
    found.length > 0 && h('ul', {class: 'flaws'}, found.map(({step, flaw, factor}) => h('li', {},
      badge(flaw, 'bad'), ' in ',
      h('button', {type: 'button', class: 'link', on: {click: () => show(steps.get(step))}}, step === 'A' ? 'the answer' : `step ${step}`),
      `, score × ${number(factor)}`))),
    h('details', {open: true}, h('summary', {}, 'Reasoning'), h('pre', {class: 'reasoning'}, judgement.reasoning)),
  ];
}

function mark(turn, flaw) {
  if (turn) {
    turn.classList.add('flawed');
    put(turn.firstChild, ' ', badge(flaw, 'bad', 'the judge says so'));
  }
}

function show(turn) {
  turn?.scrollIntoView({block: 'center'});
  turn?.focus({preventScroll: true});
}
