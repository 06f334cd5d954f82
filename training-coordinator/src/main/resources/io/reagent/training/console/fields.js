/** Fields of a form with label, hint and a place for what the service says is wrong with them. */

import {h, replace} from './dom.js';
import {problemCard} from './parts.js';

let fields = 0;

function framed({name, label, hint, standard, mono}, id, input) {
  return h('div', {class: 'field', 'data-field': name},
    h('div', {class: 'field-head'}, h('label', {for: id, class: mono ? 'mono' : null}, label),
      standard && h('span', {class: 'standard', id: `${id}-standard`}, standard)),
    input,
    hint && h('p', {class: 'hint', id: `${id}-hint`}, hint),
    h('p', {class: 'error', id: `${id}-error`, hidden: true}));
}

/** A line of text; a number where `number` is set, names between commas where `several` is; with suggestions where `list` has any. */
export function field(settings) {
  const {name, value, placeholder, number, required, list, several} = settings;
  const id = `field-${++fields}`;
  const suggestions = list?.length > 0 && h('datalist', {id: `${id}-list`}, list.map((one) => h('option', {value: one})));
  const input = h('input', {
    'id': id, name, placeholder, required, 'type': 'text', 'autocomplete': 'off', 'spellcheck': 'false',
    'inputmode': number ? 'decimal' : null, 'data-number': number ?? false, 'data-list': several ?? false, 'list': suggestions ? `${id}-list` : null,
    'aria-describedby': describedBy(settings, id),
  });
  input.value = value ?? '';
  return framed(settings, id, suggestions ? [input, suggestions] : input);
}

export function select(settings) {
  const {name, value, options, on, number} = settings;
  const id = `field-${++fields}`;
  const input = h('select', {id, name, 'data-number': number ?? false, 'aria-describedby': describedBy(settings, id), on: on && {change: on}},
    options.map(([one, text]) => h('option', {value: one, selected: one === value}, text)));
  return framed(settings, id, input);
}

const describedBy = ({hint, standard}, id) =>
  [standard && `${id}-standard`, hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(' ');

export function clearProblems(form) {
  form.querySelectorAll('[data-field]').forEach((frame) => {
    frame.classList.remove('invalid');
    frame.querySelector('.error').hidden = true;
    frame.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
  });
}

/** Says what is wrong at the field that the service names, or above the form when it has no such field. */
export function showProblem(form, above, problem) {
  const frame = named(form, problem.field);
  if (!frame) {
    replace(above, problemCard(problem));
    above.scrollIntoView({block: 'center'});
    return;
  }
  const error = frame.querySelector('.error');
  error.textContent = [problem.message, problem.remedy].filter(Boolean).join('. ').replaceAll('..', '.');
  error.hidden = false;
  frame.classList.add('invalid');
  for (let parent = frame; parent !== form; parent = parent.parentElement) {
    if (parent.tagName === 'DETAILS') {
      parent.open = true;
    }
  }
  const input = frame.querySelector('input, select');
  input.setAttribute('aria-invalid', 'true');
  input.focus({preventScroll: true});
  frame.scrollIntoView({block: 'center'});
}

/** The field of that path, else the first of those beside or below it: `dataset` is shown at `dataset.name`. */
function named(form, path) {
  if (path === null) {
    return undefined;
  }
  const frames = [...form.querySelectorAll('[data-field]')];
  const place = path.replace(/\[\d+\]$/, '');
  const near = [`${path}.`, ...(path.includes('.') && !path.startsWith('options.') ? [path.replace(/[^.]+$/, '')] : [])];
  return frames.find((frame) => frame.dataset.field === place)
    ?? near.map((start) => frames.find((frame) => frame.dataset.field.startsWith(start))).find(Boolean);
}

/** What was filled in, and nothing else; a name with points is a path. Numbers as numbers: what is none stays text, which the service refuses. */
export function filled(form) {
  const body = {};
  for (const input of form.elements) {
    if (input.name && input.value !== '' && input.type !== 'radio') {
      put(body, input.name.split('.'), typed(input));
    }
  }
  return body;
}

function typed(input) {
  const text = input.value.trim();
  if (input.dataset.number !== undefined) {
    return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  }
  return text === 'true' ? true : text === 'false' ? false : input.dataset.list === undefined ? text
    : text.split(',').map((one) => one.trim()).filter(Boolean);
}

function put(object, [name, ...rest], to) {
  if (rest.length === 0) {
    object[name] = to;
  } else {
    object[name] ??= {};
    put(object[name], rest, to);
  }
}
