/** Two evaluations of judges on the attempts that both scored. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {count, number, percent, signed, words} from '../format.js';
import {judgedName, sections, SERVICE} from '../evaluations.js';
import {bar, both, interval, value} from '../figures.js';
import {badge, cell, crumbs, empty, fact, facts, loaded, section, table} from '../parts.js';
import {picker} from '../picker.js';

const FIGURES = {auroc: 'AUROC', brier: 'Brier’s score', pairwise_accuracy: 'Pairwise accuracy', accuracy: 'Accuracy'};
const plain = (one) => number(one, 3);
const moved = (one) => signed(one, 3);

export async function showJudgesCompared({view, query, entitle, signal}) {
  entitle('Compare judges');
  const [a, b] = ['a', 'b'].map((name) => query.get(name) ?? '');
  await loaded(view, 'evaluations', async () => {
    const {items} = await get(`${SERVICE}/judge-evaluations?limit=200`, signal);
    const place = h('div', {});
    const page = [
      sections('judges'), crumbs(['Evaluations of judges', '#/evaluations/judges'], ['Compare']), h('h1', {}, 'Compare judges'),
      picker('#/evaluations/judges/compare', items.map((one) => [one.id, `${judgedName(one)} (${one.judge}, ${words(one.state)})`]), a, b), place,
    ];
    if (!a || !b || a === b) {
      replace(place, empty('Choose two evaluations', h('p', {}, 'Judges are held against each other on the attempts that both scored.')));
    } else {
      loaded(place, 'the comparison', async () => comparison(await get(`${SERVICE}/judge-evaluations/compare?a=${a}&b=${b}`, signal)));
    }
    return page;
  });
}

function comparison(made) {
  if (made.scored === 0) {
    return empty('There is no attempt that both scored', h('p', {}, `${count(made.common)} attempts are in both; ${count(made.only_a)} are a’s alone, ${count(made.only_b)} b’s.`));
  }
  const name = (side) => side.name ?? `${side.judge} ${side.id.slice(-8)}`;
  return [
    facts(
      fact('Attempts', count(made.scored), `that both scored, of ${count(made.common)} in both and ${count(made.tasks)} tasks`),
      fact('Cohen’s κ', value(made.kappa, plain), interval(made.kappa, plain)),
      fact('Krippendorff’s α', value(made.alpha, plain), interval(made.alpha, plain)),
      fact('Spearman’s ρ', value(made.spearman, plain), interval(made.spearman, plain)),
      fact('Alone', count(made.only_a + made.only_b), `${count(made.only_a)} attempts are a’s, ${count(made.only_b)} b’s`)),
    made.a.checksum !== made.b.checksum && h('p', {class: 'notice'}, 'The two sets are not the same; what both have is compared.'),
    section('Figures', table('Figures of both judges', ['', {text: `a: ${name(made.a)}`, number: true}, {text: `b: ${name(made.b)}`, number: true}, {text: 'b less a', number: true}],
      made.figures.map((one) => h('tr', {}, h('th', {scope: 'row'}, FIGURES[one.figure] ?? words(one.figure)), cell(both(one.a, plain, plain), true), cell(both(one.b, plain, plain), true),
        cell([both(one.difference, moved, moved), bar(one.difference, [-0.5, 0.5])], true))))),
    section('Disagreements', made.disagreements.length === 0 ? h('p', {class: 'hint'}, 'None.')
      : table('Attempts of which the two say different things', ['Attempt', 'It is', {text: 'a', number: true}, {text: 'b', number: true}, 'Decision'], made.disagreements.map((one) => h('tr', {},
        h('th', {scope: 'row', class: 'wrap'}, h('a', {href: `#/evaluations/judges/${made.a.id}/items/${one.position_a}`}, one.item), h('small', {}, [one.source, `task ${one.task}`].filter(Boolean).join(' · '))),
        cell(one.verdict === null ? '–' : one.verdict ? badge('right', 'good') : badge('wrong', 'bad')),
        cell(number(one.score_a), true), cell(h('a', {href: `#/evaluations/judges/${made.b.id}/items/${one.position_b}`}, number(one.score_b)), true),
        cell(one.decided ? badge('different', 'warn') : `alike, ${percent(Math.abs(one.score_b - one.score_a), 0)} apart`))))),
  ];
}
