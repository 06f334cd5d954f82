/** Starting an evaluation of a judge. */

import {get, post} from '../api.js';
import {h, replace} from '../dom.js';
import {clearProblems, field, filled, select, showProblem} from '../fields.js';
import {evaluationName, SERVICE} from '../evaluations.js';
import {choice, crumbs, loaded} from '../parts.js';

const SOURCES = [['evaluation', 'Graded attempts'], ['labels', 'Labels'], ['path', 'A file']];

export async function showJudgeStart({view, query, entitle, signal}) {
  entitle('Evaluate a judge');
  await loaded(view, 'judges', async () => {
    const [choices, evaluations] = await Promise.all([
      get(`${SERVICE}/evaluations/choices`, signal),
      get(`${SERVICE}/evaluations?limit=200`, signal),
    ]);
    return new JudgeForm(choices, evaluations.items.filter((one) => one.progress.correct + one.progress.wrong > 0), query).page();
  });
}

class JudgeForm {
  constructor(choices, evaluations, query) {
    Object.assign(this, {choices, evaluations, query});
    this.from = query.get('evaluation') || evaluations.length > 0 ? 'evaluation' : 'labels';
    this.form = h('form', {novalidate: true, on: {
      submit: (event) => {
        event.preventDefault();
        this.submit();
      },
      input: () => this.preview(),
    }});
    this.problem = h('div', {});
    this.source = h('div', {class: 'row'});
    this.request = h('pre', {class: 'request'});
    this.button = h('button', {type: 'submit', class: 'primary'}, 'Start the evaluation');
  }

  page() {
    const {judges} = this.choices;
    const lame = judges.items.filter((one) => one.problem !== null);
    const number = (name, label, hint, placeholder) => field({name, label, number: true, hint, placeholder});
    replace(this.form, this.problem,
      h('div', {class: 'card'},
        h('div', {class: 'row'},
          select({name: 'judge', label: 'Judge', options: [['', 'the service’s default'], ...judges.items.filter((one) => one.problem === null).map((one) => [one.name, one.name])],
            hint: judges.problem ?? (lame.map((one) => `${one.name} cannot judge: ${one.problem}`).join(' ') || 'Those of rrm-api.')}),
          field({name: 'name', label: 'Name', placeholder: 'none', hint: 'What you will look for in the list; no two have the same.'})),
        h('p', {class: 'field-title'}, 'Attempts whose worth is known'),
        h('div', {class: 'toolbar'}, choice('Where the attempts come from', 'from', SOURCES, this.from, (from) => {
          this.from = from;
          this.showSource();
        })),
        this.source),
      h('details', {class: 'card', open: true}, h('summary', {}, 'Options'), h('div', {class: 'option-grid'},
        number('subset.items', 'Attempts', 'About so many; whole tasks are drawn.', 'all'),
        field({name: 'subset.split', label: 'Split', placeholder: 'all', hint: 'Only attempts of this split.'}),
        field({name: 'subset.source', label: 'Source', placeholder: 'all', hint: 'Only attempts from there.'}),
        number('repeats', 'Repeats', 'How often each attempt is judged: how steady the judge is.', '1'),
        number('attacks.items', 'Attacked attempts', 'So many are changed to see what moves the judge.', 'none'),
        number('threshold', 'Threshold', 'The score from which on the judge says “right”.', '0.5'),
        number('temperature', 'Temperature', 'Of the judge.', 'its own'),
        number('seed', 'Seed', 'Of everything drawn.', '0'),
        number('resamples', 'Resamples', 'Of the bootstrap, from which intervals come.', '1000'),
        number('concurrency', 'At once', 'Judgements asked for at the same time.', '8'))),
      h('details', {class: 'card'}, h('summary', {}, 'The request'), h('p', {class: 'hint'}, 'POST /v1/judge-evaluations'), this.request),
      h('div', {class: 'buttons submit'}, this.button));
    this.showSource();
    return [crumbs(['Evaluations', '#/evaluations/judges'], ['Evaluate a judge']), h('h1', {}, 'Evaluate a judge'), this.form];
  }

  showSource() {
    replace(this.source, {
      evaluation: () => select({name: 'source.evaluation', label: 'Evaluation', value: this.query.get('evaluation') ?? '',
        options: this.evaluations.length === 0 ? [['', 'there is none with grades']] : this.evaluations.map((one) => [one.id, evaluationName(one)]),
        hint: 'Its samples, labelled by their latest grades.'}),
      labels: () => [
        field({name: 'source.labels.split', label: 'Split', placeholder: 'all', hint: 'Of labels that were sent to /v1/labels.'}),
        field({name: 'source.labels.annotator', label: 'Annotator', placeholder: 'all', hint: 'Else an attempt’s verdict is what most say.'})],
      path: () => field({name: 'source.path', label: 'Path', required: true, hint: 'Within reagent.eval.judge-sets.directories, on eval-service’s machine; docs/evaluation.md has the layouts.'}),
    }[this.from]());
    this.preview();
  }

  body() {
    const body = filled(this.form);
    if (this.from === 'labels') {
      body.source ??= {labels: {}};
    }
    return body;
  }

  preview() {
    this.request.textContent = JSON.stringify(this.body(), null, 2);
  }

  async submit() {
    clearProblems(this.form);
    replace(this.problem);
    this.button.disabled = true;
    try {
      const started = await post(`${SERVICE}/judge-evaluations`, this.body());
      location.hash = `#/evaluations/judges/${started.id}`;
    } catch (problem) {
      showProblem(this.form, this.problem, problem);
    } finally {
      this.button.disabled = false;
    }
  }
}
