/** Two evaluations on the questions that both have: by how much they differ, how sure that is, and where. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {count, percent, words} from '../format.js';
import {evaluationName, policyName, saving, sections, SERVICE} from '../evaluations.js';
import {bar, interval, known, points, probability, value} from '../figures.js';
import {badge, cell, crumbs, empty, fact, facts, loaded, loading, problemCard, section, table} from '../parts.js';
import {picker} from '../picker.js';
import {attemptLine, references} from '../question.js';

const FLIPS = 20;

export async function showPoliciesCompared({view, query, entitle, signal}) {
  entitle('Compare evaluations');
  const [a, b] = ['a', 'b'].map((name) => query.get(name) ?? '');
  await loaded(view, 'evaluations', async () => {
    const {items} = await get(`${SERVICE}/evaluations?limit=200`, signal);
    const missing = [a, b].filter((id) => id && !items.some((one) => one.id === id));
    const all = [...items, ...await Promise.all(missing.map((id) => get(`${SERVICE}/evaluations/${id}`, signal)))];
    const [first, second] = [a, b].map((id) => all.find((one) => one.id === id));
    const place = h('div', {});
    const page = [
      sections('policies'), crumbs(['Evaluations', '#/evaluations'], ['Compare']), h('h1', {}, 'Compare evaluations'),
      picker('#/evaluations/compare', offered(all, first), a, b), place,
    ];
    if (!first || !second) {
      replace(place, empty('Choose two evaluations', h('p', {}, 'They are held against each other on the questions that both have.')));
    } else if (a === b) {
      replace(place, empty('These are the same', h('p', {}, 'Choose another one for b.')));
    } else {
      loaded(place, 'the comparison', async () =>
        comparison(await get(`${SERVICE}/evaluations/compare?a=${a}&b=${b}`, signal), first, second, signal));
    }
    return page;
  });
}

/** Those of the same benchmark first: others have no question in common. */
function offered(all, first) {
  const benchmark = first?.spec.questions.benchmark;
  const text = (one) => `${evaluationName(one)} (${policyName(one.spec.subject.policy)}, ${one.spec.questions.benchmark}, ${words(one.state)})`;
  return [...all].sort((x, y) => (y.spec.questions.benchmark === benchmark) - (x.spec.questions.benchmark === benchmark)).map((one) => [one.id, text(one)]);
}

function comparison(made, a, b, signal) {
  const {difference, tests} = made;
  if (made.shared === 0) {
    return empty('They have no graded question in common', h('p', {}, `${count(made.only_a)} are a’s alone, ${count(made.only_b)} are b’s.`));
  }
  const reach = known(difference) ? Math.min(1, Math.max(0.05, Math.abs(difference.low ?? difference.value), Math.abs(difference.high ?? difference.value)) * 1.15) : 1;
  const problems = h('div', {});
  return [
    facts(
      h('div', {class: 'fact wide'}, h('dt', {}, 'b less a, paired'), h('dd', {}, value(difference, points), h('small', {}, interval(difference, points)), bar(difference, [-reach, reach]))),
      fact(`a: ${evaluationName(a)}`, value(made.a), [h('span', {}, interval(made.a)), bar(made.a)]),
      fact(`b: ${evaluationName(b)}`, value(made.b), [h('span', {}, interval(made.b)), bar(made.b)]),
      fact('p-value', probability(tests.sign_flip ?? tests.p_value), [tests.sign_flip !== null && 'by sign flips', tests.p_value !== null && `by t ${probability(tests.p_value)}`,
        tests.mcnemar !== null && `McNemar ${probability(tests.mcnemar)}`].filter(Boolean).join('; ') || 'none without a standard error'),
      fact('Questions', count(made.shared), `that both have${made.only_a + made.only_b > 0 ? `; ${count(made.only_a)} are a’s alone, ${count(made.only_b)} b’s` : ''}`)),
    h('p', {class: 'lead'}, verdict(difference)),
    section('What was made differently', made.differences.length === 0
      ? h('p', {class: 'hint'}, 'Nothing beside policy and strategy: the same questions, prompt, tools, sampling, limits and grader.')
      : [h('p', {class: 'notice'}, 'The two do not measure the same: what differs here may be why they differ.'),
        table('What was made differently', ['', 'a', 'b'], made.differences.map((one) => h('tr', {}, h('th', {scope: 'row', class: 'mono'}, one.field),
          cell(h('code', {class: 'path'}, told(one.a))), cell(h('code', {class: 'path'}, told(one.b))))))]),
    section('How many questions it takes', table('Questions that a difference needs to be seen at 0.05 with power 0.8', ['To see a difference of', {text: 'Questions', number: true}],
      made.needed.map((one) => h('tr', {}, h('th', {scope: 'row'}, percent(one.difference, 0)), cell(count(one.questions), true))), {class: 'narrow'}),
    h('p', {class: 'hint'}, `At a level of 0.05 with power 0.8, as these two vary. Here are ${count(made.shared)}.`)),
    section('Questions on which b is better', flips(made.improved, a, b, signal)),
    section('Questions on which b is worse', flips(made.worsened, a, b, signal)),
    h('div', {class: 'buttons submit'}, saving('The difference as a picture', `${SERVICE}/evaluations/compare.svg?a=${a.id}&b=${b.id}`, problems)), problems,
  ];
}

function verdict(difference) {
  if (!known(difference) || typeof difference.low !== 'number') {
    return 'Too little is known to say which is better.';
  }
  return difference.low > 0 ? 'b is better than a: the interval lies above 0.'
    : difference.high < 0 ? 'b is worse than a: the interval lies below 0.' : 'Neither is shown to be better: the interval holds 0.';
}

const told = (one) => (one === null ? '–' : typeof one === 'object' ? JSON.stringify(one) : String(one));

function flips(all, a, b, signal) {
  if (all.length === 0) {
    return h('p', {class: 'hint'}, 'None.');
  }
  const place = h('div', {});
  const show = (many) => replace(place, all.slice(0, many).map((one) => flip(one, a, b, signal)),
    all.length > many && h('button', {type: 'button', on: {click: () => show(many + 5 * FLIPS)}}, `${all.length - many} more`));
  show(FLIPS);
  return place;
}

function flip(one, a, b, signal) {
  const place = h('div', {});
  let asked = false;
  return h('details', {class: 'card question-card', on: {toggle: () => {
    if (!asked) {
      asked = true;
      open(place, one, a, b, signal);
    }
  }}}, h('summary', {}, h('span', {class: 'question-text'}, one.question), ' ',
    badge(`a ${percent(one.a, 0)}`, one.a > one.b ? 'good' : 'bad'), ' ', badge(`b ${percent(one.b, 0)}`, one.b > one.a ? 'good' : 'bad')), place);
}

async function open(place, one, a, b, signal) {
  replace(place, loading('both sides'));
  try {
    const [left, right] = await Promise.all([a, b].map(async ({id}) =>
      (await get(`${SERVICE}/evaluations/${id}/questions?hash=${one.hash}&limit=1`, signal)).items[0]));
    replace(place, references(left), h('div', {class: 'pair'}, [[a, left], [b, right]].map(([evaluation, question], index) =>
      h('section', {'class': 'side', 'aria-label': evaluationName(evaluation)}, h('h3', {}, `${index === 0 ? 'a' : 'b'}: ${evaluationName(evaluation)}`),
        h('ol', {class: 'attempts'}, question.samples.map((sample) => attemptLine(evaluation.id, sample)))))));
  } catch (problem) {
    if (problem.name !== 'AbortError') {
      replace(place, problemCard(problem));
    }
  }
}
