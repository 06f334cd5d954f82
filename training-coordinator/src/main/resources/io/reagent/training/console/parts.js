/** Pieces that several pages show. */

import {h, put, replace} from './dom.js';
import {ago, moment, percent, words} from './format.js';

const STATE_TEXT = {
  QUEUED: 'queued',
  RUNNING: 'running',
  WAITING: 'waiting',
  SUCCEEDED: 'succeeded',
  PARTIAL: 'partial',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

export const isActive = (run) => ['QUEUED', 'RUNNING', 'WAITING'].includes(run.state);

export const stateBadge = (state) =>
  h('span', {class: `badge state-${state.toLowerCase()}`}, h('i', {'aria-hidden': 'true'}), STATE_TEXT[state] ?? words(state));

export const badge = (text, tone = '', title = null) => h('span', {class: `badge ${tone}`, title}, text);

export const time = (instant) => h('time', {datetime: instant, title: moment(instant)}, ago(instant));

export function progress(done, of, label) {
  return h('progress', {max: of, value: done, 'aria-label': label});
}

/** A number worth seeing with what it is. */
export const fact = (label, value, note = null) =>
  h('div', {class: 'fact'}, h('dt', {}, label), h('dd', {}, value, note && h('small', {}, note)));

export const facts = (...items) => h('dl', {class: 'facts'}, items);

export const interval = (low, high) => `95 %: ${percent(low, 0)} to ${percent(high, 0)}`;

export function crumbs(...steps) {
  return h(
    'nav', {'aria-label': 'Breadcrumb', class: 'crumbs'},
    h('ol', {}, steps.map(([text, href]) =>
      h('li', {}, href ? h('a', {href}, text) : h('span', {'aria-current': 'page'}, text)))),
  );
}

export const empty = (title, ...more) => h('div', {class: 'empty'}, h('p', {class: 'empty-title'}, title), more);

export const loading = (what) => h('p', {class: 'loading', role: 'status'}, `Loading ${what}…`);

/** How the answers of a run are graded, in one line. */
export const grading = (run) => (run.target === 'rrm'
  ? 'A judgement is right when its score is within 0.1 of the label.'
  : h('span', {}, 'What stands in the last \\boxed{…} (else in <answer>…</answer>, else the whole message) is held against the reference:'
    + ' numbers by their value, all else by its words. ', h('code', {}, 'docs/grading.md'), ' has the rule.'));

/** A problem, what to do about it, and a way to try again. */
export function problemCard(problem, retry = null) {
  if (problem instanceof Error && problem.status === undefined) {
    console.error(problem); // a mistake of the console itself
  }
  return h(
    'div', {class: 'problem', role: 'alert'},
    h('p', {class: 'problem-title'}, problem.title ?? 'Something went wrong'),
    h('p', {}, problem.message),
    problem.remedy && h('p', {class: 'hint'}, problem.remedy),
    retry && h('button', {type: 'button', on: {click: retry}}, 'Try again'),
  );
}

/** A table that scrolls sideways by itself when the page is narrow. */
export function table(caption, heads, rows, attributes = {}) {
  return h(
    'div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    h('table', attributes,
      h('caption', {class: 'unseen'}, caption),
      h('thead', {}, h('tr', {}, heads.map((head) =>
        h('th', {scope: 'col', class: head.number ? 'number' : null}, head.node ?? head.text ?? head)))),
      h('tbody', {}, rows)),
  );
}

/** @param label what the cell is, where a narrow page shows it without its column's head */
export const cell = (content, isNumber = false, label = null) => h('td', {'class': isNumber ? 'number' : null, 'data-label': label}, content);

/** A line of choices of which one is chosen. */
export function choice(legend, name, options, chosen, changed) {
  return h(
    'fieldset', {class: 'segments'},
    h('legend', {class: 'unseen'}, legend),
    options.map(([value, text]) => h(
      'label', {},
      h('input', {type: 'radio', name, value, checked: value === chosen, on: {change: () => changed(value)}}),
      h('span', {}, text),
    )),
  );
}

/** Shows a problem in place of what could not be loaded, and loads again on demand. */
export async function loaded(place, what, load) {
  replace(place, loading(what));
  try {
    const children = await load();
    replace(place, children);
  } catch (error) {
    if (error.name !== 'AbortError') {
      replace(place, problemCard(error, () => loaded(place, what, load)));
    }
  }
}

export const section = (title, ...children) => put(h('section', {}, h('h2', {}, title)), children);
