/** Which of two attempts is the better one, said by people who do not know who made them; and what that amounts to. */

import {get, post} from '../api.js';
import {announce, h, replace} from '../dom.js';
import {count} from '../format.js';
import {evaluationName, policyLabel, policyName, sections, SERVICE} from '../evaluations.js';
import {bar, both, interval, value} from '../figures.js';
import {cell, empty, fact, facts, loaded, loading, problemCard, section, table} from '../parts.js';
import {picker} from '../picker.js';
import {trajectory} from '../trajectory.js';

const WHO = 'reagent.annotator';
const TRIES = 12;

export async function showPreferences({view, query, entitle, signal}) {
  entitle('Preferences');
  const [a, b] = ['a', 'b'].map((name) => query.get(name) ?? '');
  await loaded(view, 'evaluations', async () => {
    const {items} = await get(`${SERVICE}/evaluations?limit=200`, signal);
    const known = items.filter((one) => one.progress.done > one.progress.failed);
    const [first, second] = [a, b].map((id) => known.find((one) => one.id === id));
    const summary = h('div', {});
    const asking = first && second && a !== b ? new Asking(first, second, summary, signal).start()
      : empty('Choose two evaluations', h('p', {}, 'Attempts at the same question are shown side by side, shuffled; nothing tells who made them, or how they were graded.'));
    loaded(summary, 'preferences', () => amounts(signal));
    return [
      sections('preferences'), h('h1', {}, 'Which is better?'),
      picker('#/evaluations/preferences', known.map((one) => [one.id, `${evaluationName(one)} (${policyName(one.spec.subject.policy)}, ${one.spec.questions.benchmark})`]), a, b, ['One', 'The other']),
      first && second && first.spec.subject.policy === second.spec.subject.policy && a !== b
        && h('p', {class: 'notice'}, 'Both are of the same policy: what you say is kept, but no win rate is between a policy and itself.'),
      asking, section('By now', summary),
    ];
  });
}

class Asking {
  constructor(a, b, summary, signal) {
    Object.assign(this, {a, b, summary, signal});
    this.place = h('div', {});
    this.who = h('input', {id: 'annotator', type: 'text', autocomplete: 'off', required: true});
    this.who.value = sessionStorage.getItem(WHO) ?? '';
  }

  start() {
    this.next();
    return [h('div', {class: 'filters'}, h('label', {}, h('span', {}, 'You are'), this.who)), this.place];
  }

  async next() {
    replace(this.place, loading('two attempts'));
    try {
      const pair = await this.pair();
      replace(this.place, pair ? this.show(pair) : empty('No question was found that both answered differently', h('button', {type: 'button', on: {click: () => this.next()}}, 'Look again')));
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        replace(this.place, problemCard(problem, () => this.next()));
      }
    }
  }

  /** A question drawn blindly, and an attempt of each at it, that say different things. */
  async pair() {
    const at = (evaluation) => `${SERVICE}/evaluations/${evaluation.id}`;
    for (let i = 0; i < TRIES; i++) {
      const {items: [left]} = await get(`${at(this.a)}/questions?limit=1&offset=${Math.floor(Math.random() * this.a.items)}`, this.signal);
      const {items: [right]} = left ? await get(`${at(this.b)}/questions?limit=1&hash=${left.hash}`, this.signal) : {items: []};
      const [one, other] = [left, right].map((question) => drawn((question?.samples ?? []).filter((sample) => sample.outcome === 'ENDED')));
      if (one && other) {
        const attempts = await Promise.all([get(`${at(this.a)}/samples/${one.id}`, this.signal), get(`${at(this.b)}/samples/${other.id}`, this.signal)]);
        if (JSON.stringify(attempts[0].trajectory) !== JSON.stringify(attempts[1].trajectory)) {
          return {question: left, a: attempts[0], b: attempts[1]};
        }
      }
    }
    return null;
  }

  show({question, a, b}) {
    const first = Math.random() < 0.5 ? 'a' : 'b';
    const order = first === 'a' ? [a, b] : [b, a];
    const other = first === 'a' ? 'b' : 'a';
    const say = (preferred, text) => h('button', {type: 'button', on: {click: () => this.say({a: {sample: a.id}, b: {sample: b.id}, shown_first: first, preferred})}}, text);
    return [
      h('div', {class: 'card ask'}, h('p', {class: 'question'}, question.question),
        question.references.length > 0 && h('details', {}, h('summary', {}, 'Reference'), h('p', {}, question.references.join(' or ')))),
      h('div', {class: 'pair'}, order.map((attempt, index) => h('section', {'class': 'side', 'aria-label': `Attempt ${index + 1}`}, h('h2', {}, index === 0 ? 'Left' : 'Right'),
        trajectory({trajectory: attempt.trajectory, stop: attempt.stop ?? 'ended'}, new Map())))),
      h('div', {class: 'buttons verdict'}, say(first, 'Left is better'), say('tie', 'Neither'), say(other, 'Right is better'),
        h('button', {type: 'button', class: 'quiet', on: {click: () => this.next()}}, 'Pass')),
      this.problem = h('div', {}),
    ];
  }

  async say(preference) {
    const annotator = this.who.value.trim();
    if (annotator === '') {
      replace(this.problem, h('p', {class: 'notice', role: 'alert'}, 'Say who you are first: agreement is told by names.'));
      this.who.focus();
      return;
    }
    sessionStorage.setItem(WHO, annotator);
    try {
      await post(`${SERVICE}/preferences`, {...preference, annotator});
      announce('Kept. Here are two others.');
      loaded(this.summary, 'preferences', () => amounts(this.signal));
      await this.next();
    } catch (problem) {
      replace(this.problem, problemCard(problem));
    }
  }
}

const drawn = (all) => all[Math.floor(Math.random() * all.length)];

async function amounts(signal) {
  const made = await get(`${SERVICE}/preferences/summary`, signal);
  if (made.preferences === 0) {
    return h('p', {class: 'hint'}, 'Nobody has said anything yet.');
  }
  return [
    facts(fact('Preferences', count(made.preferences), `by ${count(made.annotators)} on ${count(made.tasks)} tasks`),
      fact('The first shown', value(made.first), [interval(made.first), '; half where the order does not matter']),
      fact('Annotators agree', value(made.agreement), interval(made.agreement))),
    made.policies.length > 0 && table('Win rates', ['Policy', 'against', {text: 'Win rate', number: true}, {text: 'Wins', number: true}, {text: 'Ties', number: true}, {text: 'Losses', number: true}],
      made.policies.map((one) => h('tr', {}, h('th', {scope: 'row'}, policyLabel(one.policy)), cell(policyLabel(one.opponent)),
        cell([both(one.win_rate), bar(one.win_rate)], true), cell(count(one.wins), true), cell(count(one.ties), true), cell(count(one.losses), true)))),
  ];
}
