/** What may be done to an evaluation: buttons, and small forms that say at their fields what was refused. */

import {post} from './api.js';
import {h, replace} from './dom.js';
import {clearProblems, filled, showProblem} from './fields.js';
import {problemCard} from './parts.js';

/** A button that posts and passes on what is answered. */
export function action(text, path, {tone = null, done, problems}) {
  return h('button', {'type': 'button', 'class': tone, 'data-action': text, 'on': {click: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const answer = await post(path);
      replace(problems);
      done(answer);
    } catch (problem) {
      replace(problems, problemCard(problem));
      button.disabled = false;
    }
  }}}, text);
}

/** A form that is folded away until it is wanted. */
export function folded(summary, text, path, fields, done) {
  const problems = h('div', {});
  const button = h('button', {type: 'submit', class: 'primary'}, text);
  const form = h('form', {novalidate: true, on: {submit: async (event) => {
    event.preventDefault();
    clearProblems(form);
    replace(problems);
    button.disabled = true;
    try {
      const answer = await post(path, filled(form));
      fold.open = false;
      form.reset();
      done(answer);
    } catch (problem) {
      problem.field = problem.field === 'grader' ? 'grader.name' : problem.field;
      showProblem(form, problems, problem);
    } finally {
      button.disabled = false;
    }
  }}}, problems, h('div', {class: 'option-grid'}, fields), h('div', {class: 'buttons submit'}, button));
  const fold = h('details', {class: 'card'}, h('summary', {}, summary), form);
  return fold;
}
