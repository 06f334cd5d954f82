/** All runs: what they are, how far, and what they reached. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {between, moment, number, percent, runName, seconds} from '../format.js';
import {cell, empty, isActive, interval, loading, problemCard, progress, stateBadge, table, time} from '../parts.js';

const STATES = ['QUEUED', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const KINDS = ['sft', 'grpo', 'reagent-r', 'reagent-u'];
const LOOK_AGAIN_MS = 3000;

export async function showRuns({view, query, entitle, signal}) {
  entitle('Runs');
  const list = new RunList(query, signal);
  replace(view,
    h('div', {class: 'title-row'}, h('h1', {}, 'Runs'), h('a', {class: 'button primary', href: '#/start'}, 'Start a run')),
    list.filters(), list.place);
  await list.load();
  const looking = setInterval(() => document.visibilityState === 'visible' && list.refresh(), LOOK_AGAIN_MS);
  signal.addEventListener('abort', () => clearInterval(looking));
}

class RunList {
  constructor(query, signal) {
    this.signal = signal;
    this.filter = {state: query.get('state') ?? '', kind: query.get('kind') ?? '', name: query.get('name') ?? ''};
    this.chosen = new Set();
    this.runs = [];
    this.next = null;
    this.place = h('div', {});
    this.compare = h('a', {class: 'button', href: '#/compare'}, 'Compare');
  }

  filters() {
    const change = (name) => (event) => {
      this.filter[name] = event.target.value;
      const query = new URLSearchParams(Object.entries(this.filter).filter(([, value]) => value));
      history.replaceState(null, '', `#/runs${query.size > 0 ? `?${query}` : ''}`);
      this.load();
    };
    const options = (any, values) => [['', any], ...values.map((one) => [one, one.toLowerCase()])];
    const choose = (label, name, choices) => h('label', {}, h('span', {}, label),
      h('select', {on: {change: change(name)}}, choices.map(([value, text]) =>
        h('option', {value, selected: value === this.filter[name]}, text))));
    let typing = 0;
    const name = h('input', {type: 'search', placeholder: 'part of it', on: {input: (event) => {
      clearTimeout(typing);
      typing = setTimeout(() => change('name')(event), 250);
    }}});
    name.value = this.filter.name;
    return h('form', {class: 'filters', role: 'search', 'aria-label': 'Filter runs', on: {submit: (event) => event.preventDefault()}},
      h('label', {}, h('span', {}, 'Name'), name),
      choose('State', 'state', options('any', STATES)),
      choose('Kind', 'kind', options('any', KINDS)),
      this.compare);
  }

  async page(cursor) {
    const query = new URLSearchParams(Object.entries({...this.filter, limit: '50', cursor}).filter(([, value]) => value));
    return get(`/v1/training-runs?${query}`, this.signal);
  }

  async load() {
    const asked = JSON.stringify(this.filter);
    if (this.runs.length === 0) {
      replace(this.place, loading('runs'));
    }
    try {
      const page = await this.page(null);
      if (asked === JSON.stringify(this.filter)) {
        this.runs = page.items;
        this.next = page.next_cursor;
        this.show();
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        replace(this.place, problemCard(problem, () => this.load()));
      }
    }
  }

  /** Looks at the newest again; what was loaded beyond them stays. */
  async refresh() {
    if (this.runs.some(isActive) || this.runs.length === 0) {
      const before = JSON.stringify(this.runs);
      const page = await this.page(null).catch(() => null);
      if (page && !this.signal.aborted) {
        const fresh = new Set(page.items.map((run) => run.id));
        this.runs = [...page.items, ...this.runs.filter((run) => !fresh.has(run.id) && run.id < (page.items.at(-1)?.id ?? ''))];
        if (JSON.stringify(this.runs) !== before) {
          this.show();
        }
      }
    }
  }

  async more() {
    const page = await this.page(this.next);
    this.runs.push(...page.items);
    this.next = page.next_cursor;
    this.show();
  }

  show() {
    this.offer();
    if (this.runs.length === 0) {
      const filtered = Object.values(this.filter).some(Boolean);
      replace(this.place, filtered
        ? empty('No run is like that', h('p', {}, 'Take back a filter to see more.'))
        : empty('No run yet', h('p', {}, 'A run samples rollouts, has them judged, and trains a policy on what they earned.'),
          h('a', {class: 'button primary', href: '#/start'}, 'Start the first run')));
      return;
    }
    const focused = document.activeElement?.dataset?.run;
    replace(this.place,
      table('Runs, newest first', [
        {node: h('span', {class: 'unseen'}, 'Compare')}, 'Run', 'State', 'Progress',
        {text: 'Reward', number: true}, {text: 'Held-out pass@1', number: true}, {text: 'Duration', number: true}, 'Started',
      ], this.runs.map((run) => this.row(run)), {class: 'runs'}),
      this.next && h('button', {type: 'button', on: {click: () => this.more()}}, 'Older runs'));
    if (focused) {
      this.place.querySelector(`[data-run="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  row(run) {
    const {last} = run;
    const name = runName(run);
    return h('tr', {},
      cell(h('input', {
        'type': 'checkbox', 'checked': this.chosen.has(run.id), 'aria-label': `Compare ${name}`, 'data-run': run.id,
        'on': {change: (event) => this.choose(run.id, event.target.checked)},
      })),
      h('th', {scope: 'row'}, h('a', {href: `#/runs/${run.id}`}, name),
        h('small', {}, `${run.kind}${run.target === 'rrm' ? ' · judge' : ''} · ${run.spec.policy.base_model} · ${run.spec.dataset.name}`)),
      cell([stateBadge(run.state), run.reason && h('small', {class: 'reason', title: run.reason}, run.reason)]),
      cell([progress(run.step, run.steps, `Progress of ${name}`), h('small', {}, `${run.step} of ${run.steps} steps`)]),
      cell(number(last.reward), true, 'Reward'),
      cell([percent(last.pass_at_1), last.low !== null && h('small', {}, interval(last.low, last.high))], true, 'Held-out pass@1'),
      cell(run.started_at ? seconds(between(run.started_at, run.finished_at ?? new Date().toISOString())) : '–', true, 'Duration'),
      cell(run.started_at ? time(run.started_at) : h('span', {title: moment(run.created_at)}, 'not yet'), false, 'Started'),
    );
  }

  choose(id, wanted) {
    this.chosen[wanted ? 'add' : 'delete'](id);
    this.offer();
  }

  offer() {
    const many = this.chosen.size;
    this.compare.href = `#/compare?runs=${[...this.chosen].join(',')}`;
    this.compare.textContent = many === 0 ? 'Compare' : `Compare ${many} ${many === 1 ? 'run' : 'runs'}`;
  }
}
