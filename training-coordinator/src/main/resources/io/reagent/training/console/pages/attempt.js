/** One attempt at a question of an evaluation: what the agent did turn by turn, what judges said, and how it was graded. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {number, words} from '../format.js';
import {evaluationName, SERVICE} from '../evaluations.js';
import {badge, crumbs, empty, loading} from '../parts.js';
import {graded, place, references} from '../question.js';
import {trajectory} from '../trajectory.js';

export async function showAttempt({view, entitle, signal}, id, sampleId) {
  entitle('Attempt');
  replace(view, loading('the attempt'));
  const at = `${SERVICE}/evaluations/${id}`;
  const [evaluation, attempt] = await Promise.all([get(at, signal), get(`${at}/samples/${sampleId}`, signal)]);
  const {items: [question]} = await get(`${at}/questions?offset=${attempt.position}&limit=1`, signal);
  const sample = question.samples.find((one) => one.id === sampleId);
  const title = `Attempt ${attempt.sample + 1} at ${question.item}`;
  entitle(title);
  const shown = [attempt.first && ['initial', 'First attempt', attempt.first], attempt.trajectory && [attempt.first ? 'refined' : 'initial', attempt.first ? 'Refined attempt' : 'Attempt', attempt.trajectory]].filter(Boolean);
  replace(view,
    crumbs(['Evaluations', '#/evaluations'], [evaluationName(evaluation), `#/evaluations/${id}`], [title]),
    h('h1', {}, title, ' ', sample && graded(sample)),
    h('div', {class: 'card ask'}, h('p', {class: 'question'}, question.question), references(question),
      sample?.grade && h('p', {class: 'hint'}, [sample.grade.extracted !== null && `read as “${sample.grade.extracted}”`, sample.grade.rule && `decided by ${sample.grade.rule}`,
        sample.grade.reason, place(question)].filter(Boolean).join(' · '))),
    others(id, question, sampleId),
    attempt.error && h('p', {class: 'notice'}, h('b', {}, 'Nothing came: '), attempt.error),
    attempt.not_refined && h('p', {class: 'notice'}, h('b', {}, 'Not refined: '), attempt.not_refined),
    shown.length === 0 ? empty('There is no trajectory')
      : h('div', {class: shown.length > 1 ? 'pair' : 'pair single'}, shown.map(([stage, name, steps]) => side(name, steps, attempt, attempt.judgements.filter((one) => one.stage === stage)))));
}

const others = (id, question, here) => question.samples.length > 1 && h('nav', {'aria-label': 'Attempts at the question', 'class': 'buttons'}, question.samples.map((one) =>
  h('a', {'class': 'button', 'href': `#/evaluations/${id}/samples/${one.id}`, 'aria-current': one.id === here ? 'page' : null}, `Attempt ${one.sample + 1} `, graded(one))));

function side(name, steps, attempt, judgements) {
  return h('section', {'class': 'side', 'aria-label': name},
    h('div', {class: 'side-head'}, h('h2', {}, name), attempt.stop && h('p', {class: 'hint'}, `it ended: ${words(attempt.stop)}`)),
    trajectory({trajectory: steps, stop: attempt.stop ?? 'ended'}, new Map()),
    judgements.map(judged));
}

const judged = (one) => h('section', {'class': 'card judgement', 'aria-label': 'Judgement'},
  h('h3', {}, 'Judgement', one.judge && h('small', {}, ` by ${one.judge}`)),
  one.score === null
    ? h('p', {}, badge(words(one.outcome), 'warn'), ' The judgement failed; that is no score of zero.')
    : h('p', {class: 'score'}, h('meter', {min: 0, max: 1, value: one.score, 'aria-label': 'Score'}), h('b', {}, number(one.score)), ' score, from 0 to 1'),
  one.reason && h('p', {class: 'hint'}, one.reason),
  one.critique && h('blockquote', {class: 'critique'}, one.critique));
