/** Questions of evaluations with their attempts and grades. All of it is text of strangers and shown as nothing else. */

import {h} from './dom.js';
import {number, seconds, words} from './format.js';
import {badge} from './parts.js';

const TONES = {CORRECT: 'good', WRONG: 'bad', FAILED: 'warn'};

/** What became of an attempt: nothing came of it, nobody could grade it, or it is right or wrong. */
export function graded({outcome, grade}) {
  if (outcome === 'FAILED') {
    return badge('no attempt', 'warn', 'nothing came that could be graded; it counts in no rate');
  }
  if (!grade) {
    return badge('not graded', '', 'by this scoring');
  }
  const text = {CORRECT: 'right', WRONG: 'wrong', FAILED: 'grader failed'}[grade.outcome];
  const partial = grade.score !== null && grade.score > 0 && grade.score < 1 ? ` ${number(grade.score)}` : '';
  return badge(text + partial, TONES[grade.outcome], grade.reason ?? grade.rule);
}

export const references = (question) => question.references.length > 0
  && h('p', {class: 'hint'}, question.references.length > 1 ? 'references: ' : 'reference: ',
    question.references.map((one, index) => [index > 0 && ' or ', h('b', {}, one)]));

export const place = (question) => [question.category, question.level && `level ${question.level}`].filter(Boolean).join(', ');

/** One attempt in a line: its grade, its answer, and the way to what the agent did. */
export function attemptLine(evaluation, sample) {
  return h('li', {class: 'attempt'},
    h('a', {href: `#/evaluations/${evaluation}/samples/${sample.id}`}, `Attempt ${sample.sample + 1}`), ' ', graded(sample),
    sample.error
      ? h('p', {class: 'hint'}, sample.error)
      : h('p', {class: 'answer-text'}, sample.answer ?? h('i', {}, `no answer: ${words(sample.stop ?? 'ended')}`)),
    h('p', {class: 'hint'}, [
      sample.grade?.extracted && sample.grade.extracted !== sample.answer && `read as “${sample.grade.extracted}”`,
      sample.grade?.rule && `by ${sample.grade.rule}`, sample.grade?.reason,
      seconds(sample.elapsed_ms / 1000)].filter(Boolean).join(' · ')));
}

/** A question, opened to its attempts. */
export function questionCard(evaluation, question) {
  const right = question.samples.filter((one) => one.grade?.outcome === 'CORRECT').length;
  return h('details', {class: 'card question-card'},
    h('summary', {}, h('span', {class: 'question-text'}, question.question), ' ',
      question.samples.length === 0 ? badge('not yet asked') : question.samples.length === 1 ? graded(question.samples[0])
        : badge(`${right} of ${question.samples.length} right`, right === question.samples.length ? 'good' : right === 0 ? 'bad' : 'warn')),
    references(question), h('p', {class: 'hint'}, [`item ${question.item}`, place(question)].filter(Boolean).join(' · ')),
    h('ol', {class: 'attempts'}, question.samples.map((one) => attemptLine(evaluation, one))));
}
