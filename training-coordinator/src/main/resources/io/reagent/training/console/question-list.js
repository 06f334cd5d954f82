/** The questions of an evaluation, some at a time, and only those that one wants to see. */

import {get} from './api.js';
import {h, replace} from './dom.js';
import {SERVICE} from './evaluations.js';
import {choice, empty, problemCard} from './parts.js';
import {questionCard} from './question.js';

const PAGE = 20;
const LOOKED_AT_AGAIN = 100;
const WHICH = [['', 'All'], ['wrong', 'With a wrong attempt'], ['correct', 'With a right one'], ['failed', 'With a failure']];

export class QuestionList {
  constructor(evaluation, scoring, signal) {
    Object.assign(this, {evaluation, scoring, signal, having: '', items: [], next: null, asked: 0});
    this.place = h('div', {});
    this.node = [
      h('div', {class: 'toolbar'}, choice('Which questions', 'having', WHICH, '', (having) => {
        this.having = having;
        this.load();
      })),
      this.place,
    ];
  }

  use(scoring) {
    this.scoring = scoring;
    this.load();
  }

  /** What the list is of: an answer to another question than this is not shown. */
  shown() {
    return JSON.stringify([this.scoring, this.having]);
  }

  page(offset, limit) {
    const query = new URLSearchParams(Object.entries({scoring: this.scoring, having: this.having, offset, limit}).filter(([, value]) => value !== ''));
    return get(`${SERVICE}/evaluations/${this.evaluation}/questions?${query}`, this.signal);
  }

  async load() {
    this.items = [];
    await this.refresh();
  }

  /** Looks again at the first of what is shown; what was loaded beyond them stays, and so does what is open. */
  async refresh() {
    const asked = ++this.asked;
    try {
      const page = await this.page(0, Math.min(Math.max(PAGE, this.items.length), LOOKED_AT_AGAIN));
      if (asked === this.asked) {
        const before = JSON.stringify([this.items, this.next]);
        const last = page.items.at(-1)?.position ?? 0;
        const beyond = page.next_offset === null ? [] : this.items.filter((one) => one.position > last);
        this.items = [...page.items, ...beyond];
        this.next = beyond.length === 0 ? page.next_offset : page.next_offset + beyond.length;
        if (JSON.stringify([this.items, this.next]) !== before || this.items.length === 0) {
          this.show();
        }
      }
    } catch (problem) {
      if (asked === this.asked && problem.name !== 'AbortError') {
        replace(this.place, problemCard(problem, () => this.load()));
      }
    }
  }

  async more(button) {
    button.disabled = true;
    const asked = this.shown();
    try {
      const page = await this.page(this.next, PAGE);
      if (asked === this.shown()) {
        // some may have come before these since the last page was asked for
        const last = this.items.at(-1)?.position ?? -1;
        this.items.push(...page.items.filter((one) => one.position > last));
        this.next = page.next_offset;
        this.show();
      }
    } catch (problem) {
      if (asked === this.shown() && problem.name !== 'AbortError') {
        replace(this.place, problemCard(problem, () => this.load()));
      }
    }
  }

  show() {
    const open = new Set([...this.place.querySelectorAll('details[open]')].map((one) => one.dataset.position));
    replace(this.place, this.items.length === 0 ? empty('None') : this.items.map((question) => {
      const card = questionCard(this.evaluation, question);
      card.dataset.position = question.position;
      card.open = open.has(String(question.position));
      return card;
    }), this.next !== null && h('button', {type: 'button', on: {click: (event) => this.more(event.currentTarget)}}, 'More questions'));
  }
}
