/** One attempt of a judge's evaluation: what the agent did, what it is worth, and what the judge said each time. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {number, words} from '../format.js';
import {judgedName, SERVICE} from '../evaluations.js';
import {badge, crumbs, empty, loading} from '../parts.js';
import {trajectory} from '../trajectory.js';
import {label} from './judge-evaluation.js';

export async function showJudged({view, entitle, signal}, id, position) {
  entitle('Judged attempt');
  replace(view, loading('the attempt'));
  const at = `${SERVICE}/judge-evaluations/${id}`;
  const [evaluation, item] = await Promise.all([get(at, signal), get(`${at}/items/${position}`, signal)]);
  const title = `Attempt ${item.position + 1}`;
  entitle(title);
  replace(view,
    crumbs(['Evaluations of judges', '#/evaluations/judges'], [judgedName(evaluation), `#/evaluations/judges/${id}`], [title]),
    h('h1', {}, title, ' ', label(item)),
    h('div', {class: 'card ask'}, h('p', {class: 'question'}, item.question),
      item.reference !== null && h('p', {class: 'hint'}, 'reference: ', h('b', {}, item.reference)),
      h('p', {class: 'hint'}, [`id ${item.item}`, item.source && `from ${item.source}`, `task ${item.task}`, `${item.characters} characters in ${item.turns} turns`,
        item.attack && `attacked by ${item.attack}`].filter(Boolean).join(' · ')),
      annotated(item)),
    h('div', {class: 'pair'},
      h('section', {'class': 'side', 'aria-label': 'Attempt'}, h('h2', {}, 'Attempt'),
        item.trajectory ? trajectory({trajectory: item.trajectory, stop: 'ended'}, new Map()) : empty('There is no trajectory')),
      h('section', {'class': 'side', 'aria-label': 'Judgements'}, h('h2', {}, item.judgements.length > 1 ? 'Judgements' : 'Judgement'),
        item.judgements.length === 0 ? empty('None yet') : item.judgements.map((one) => judgement(one, evaluation.judge)))));
}

const annotated = ({verdicts}) => verdicts.length > 0 && h('p', {class: 'hint'}, 'said to be ', verdicts.map(({annotator, verdict}, index) =>
  [index > 0 && ', ', `${verdict ? 'right' : 'wrong'} by ${annotator}`]));

const judgement = (one, judge) => h('div', {class: 'card judgement'},
  h('h3', {}, judge, h('small', {}, ` ${one.version ?? ''}${one.repeat > 0 ? `, time ${one.repeat + 1}` : ''}`)),
  one.score === null
    ? h('p', {}, badge(words(one.outcome), 'warn'), ' The judgement failed; that is no score of zero.')
    : h('p', {class: 'score'}, h('meter', {min: 0, max: 1, value: one.score, 'aria-label': 'Score'}), h('b', {}, number(one.score)), ' score, from 0 to 1'),
  one.reveals && h('p', {class: 'hint'}, badge('gives the answer away', 'warn')),
  one.reason && h('p', {class: 'hint'}, one.reason),
  one.critique && h('blockquote', {class: 'critique'}, one.critique));
