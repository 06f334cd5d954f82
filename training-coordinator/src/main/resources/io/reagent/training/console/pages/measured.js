/** One evaluation of a policy as it happens: how far, what came of it by now, its questions and their attempts. */

import {get} from '../api.js';
import {announce, h, replace} from '../dom.js';
import {field, select} from '../fields.js';
import {between, count, moment, number, seconds, setting, words} from '../format.js';
import {action, folded} from '../actions.js';
import {evaluationName, saving, sections, SERVICE, subject} from '../evaluations.js';
import {followed} from '../follow.js';
import {crumbs, empty, isActive, loading, problemCard, progress, section, stateBadge} from '../parts.js';
import {QuestionList} from '../question-list.js';
import {Curves, decided, parts, resultFacts, usage} from '../results.js';

const RESULTS_MS = 2000;

export async function showMeasured({view, query, entitle, signal}, id) {
  entitle('Evaluation');
  replace(view, loading('the evaluation'));
  const evaluation = await get(`${SERVICE}/evaluations/${id}`, signal);
  const [scorings, choices] = await Promise.all([
    get(`${SERVICE}/evaluations/${id}/scorings`, signal),
    get(`${SERVICE}/evaluations/choices`, signal).catch(() => ({graders: [], judges: {items: []}})),
  ]);
  entitle(evaluationName(evaluation));
  const page = new MeasuredPage(evaluation, scorings.scorings, choices, Number(query.get('scoring') ?? 1), signal);
  replace(view, page.node);
  page.update();
  await page.load();
  page.watch();
}

class MeasuredPage {
  constructor(evaluation, scorings, choices, scoring, signal) {
    Object.assign(this, {evaluation, scorings, choices, scoring, signal});
    this.path = `${SERVICE}/evaluations/${evaluation.id}`;
    for (const part of ['head', 'trouble', 'problems', 'progress', 'facts', 'scoringChoice', 'tables', 'forms']) {
      this[part] = h('div', {});
    }
    this.curves = new Curves();
    this.questions = new QuestionList(evaluation.id, scoring, signal);
    this.loading = null;
    signal.addEventListener('abort', () => this.curves.destroy());
    this.node = [
      sections('policies'), crumbs(['Evaluations', '#/evaluations'], [evaluationName(evaluation)]),
      this.head, this.problems, this.trouble, this.progress, this.scoringChoice, this.facts, this.curves.node, this.tables,
      section('Questions', this.questions.node),
      section('What was asked for', conditions(evaluation)),
      section('More', this.forms, this.exports()),
    ];
    this.showForms();
    this.showScorings();
  }

  watch() {
    followed(`${this.path}/events`, {
      told: (name, data) => name === 'evaluation' && this.told(data),
      over: () => !isActive(this.evaluation),
      trouble: (text) => replace(this.trouble, text && h('p', {class: 'notice', role: 'status'}, text)),
    }, this.signal);
  }

  told(evaluation) {
    const before = this.evaluation;
    this.evaluation = evaluation;
    if (before.state !== evaluation.state) {
      announce(`The evaluation is ${words(evaluation.state)}`);
      this.showForms();
    }
    this.update();
    if (before.progress.done !== evaluation.progress.done || before.state !== evaluation.state) {
      this.soon();
    }
  }

  /** Results are looked at again a moment after something came, and not for each attempt. */
  soon() {
    this.loading ??= setTimeout(async () => {
      this.loading = null;
      if (!this.signal.aborted) {
        await this.load();
      }
    }, isActive(this.evaluation) ? RESULTS_MS : 0);
  }

  async load() {
    try {
      const results = await get(`${this.path}/results?scoring=${this.scoring}`, this.signal);
      this.showResults(results);
      await this.questions.refresh();
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        replace(this.facts, problemCard(problem, () => this.load()));
      }
    }
  }

  update() {
    this.showHead();
    const {progress: by, times} = this.evaluation;
    const worked = times.started ? between(times.started, times.finished ?? new Date().toISOString()) : null;
    const left = isActive(this.evaluation) && by.done > 0 && worked > 2 ? (by.planned - by.done) * worked / by.done : null;
    replace(this.progress, h('div', {class: 'card progress-card'},
      progress(by.done, by.planned, 'Attempts made'),
      h('p', {}, h('b', {}, `${count(by.done)} of ${count(by.planned)} attempts`), ` at ${count(this.evaluation.items)} questions`,
        left !== null && ` · about ${seconds(left)} left`,
        h('span', {class: 'under-way'}, [by.tokens !== null && ` · ${count(by.tokens)} tokens`, by.cost !== null && ` · cost ${number(by.cost)}`,
          worked !== null && ` · ${seconds(worked)}`].filter(Boolean).join('')))));
  }

  showHead() {
    const {evaluation, path, problems} = this;
    const {id, spec, state, reason} = evaluation;
    const focused = document.activeElement?.dataset?.action;
    const done = (next) => {
      this.told(next);
      this.watch();
    };
    replace(this.head,
      h('div', {class: 'title-row'},
        h('div', {}, h('h1', {}, evaluationName(evaluation), ' ', stateBadge(state)),
          h('p', {class: 'hint'}, subject(spec.subject), ` on ${spec.questions.benchmark}, graded by ${spec.grading.grader}, `,
            `${spec.questions.samples} ${spec.questions.samples === 1 ? 'attempt' : 'attempts'} at each question`,
            spec.origin && [', of ', h('a', {href: `#/runs/${spec.origin.run}`}, 'a training run'), ` after step ${spec.origin.step}`],
            spec.imported && `, imported (${spec.imported.format})`, ` · ${moment(evaluation.times.created)}`)),
        h('div', {class: 'buttons'},
          isActive(evaluation) && action('Cancel', `${path}/cancel`, {tone: 'danger', problems, done: (next) => this.told(next)}),
          ['FAILED', 'CANCELLED', 'PARTIAL'].includes(state) && !spec.imported && action('Resume', `${path}/resume`, {tone: 'primary', problems, done}),
          evaluation.progress.correct + evaluation.progress.wrong > 0 && h('a', {class: 'button', href: `#/evaluations/judges/new?evaluation=${id}`}, 'Evaluate a judge on it…'),
          h('a', {class: 'button', href: `#/evaluations/compare?a=${id}`}, 'Compare…'))),
      state === 'WAITING' && h('p', {class: 'notice', role: 'status'}, h('b', {}, 'Waiting: '), reason ?? 'something is away'),
      state === 'PARTIAL' && h('p', {class: 'notice', role: 'status'}, h('b', {}, 'Not all was done: '), reason ?? ''),
      state === 'FAILED' && h('div', {class: 'problem', role: 'alert'}, h('p', {class: 'problem-title'}, 'The evaluation stopped'), h('p', {}, reason ?? ''),
        h('p', {class: 'hint'}, 'What is done is kept. Resume makes the attempts again of which nothing came.')));
    this.head.querySelector(`[data-action="${focused}"]`)?.focus();
  }

  showResults(results) {
    if (results.counts.attempts === 0) {
      replace(this.facts, empty(isActive(this.evaluation) ? 'Nothing is graded yet' : 'Nothing was graded'));
      return;
    }
    replace(this.facts, resultFacts(results));
    this.curves.show(results.at);
    const divided = [parts('Category', results.categories), parts('Level', results.levels)].filter(Boolean);
    replace(this.tables,
      divided.length > 0 && section('By category and level', h('div', {class: 'columns'}, divided)),
      h('div', {class: 'columns'}, section('Usage', usage(results)), section('Grading', decided(results))));
  }

  showScorings() {
    replace(this.scoringChoice, this.scorings.length > 1 && h('label', {class: 'scoring'}, h('span', {}, 'Graded by '),
      h('select', {on: {change: (event) => {
        this.scoring = Number(event.target.value);
        this.questions.use(this.scoring);
        this.load();
      }}}, this.scorings.map((one) => h('option', {value: one.number, selected: one.number === this.scoring},
        `${one.number}: ${one.grading.grader}${one.judge ? `, judged by ${one.judge}` : ''}${one.failures_only ? ', failures only' : ''}${one.state && one.state !== 'SUCCEEDED' ? ` (${words(one.state)})` : ''}`)))));
  }

  async lookAtScorings() {
    while (!this.signal.aborted) {
      this.scorings = (await get(`${this.path}/scorings`, this.signal).catch(() => ({scorings: this.scorings}))).scorings;
      this.showScorings();
      if (!this.scorings.some((one) => one.state && isActive(one))) {
        await this.load();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, RESULTS_MS));
    }
  }

  showForms() {
    const {evaluation, choices} = this;
    const over = !isActive(evaluation);
    replace(this.forms,
      over && !evaluation.spec.imported && folded('Extend: more attempts at each question', 'Extend', `${this.path}/extend`,
        field({name: 'samples', label: 'Samples', number: true, required: true, value: String(evaluation.spec.questions.samples + 1), hint: 'How many attempts each question is to have in all.'}),
        (next) => {
          this.told(next);
          this.watch();
        }),
      folded('Score again: the attempts stay, others grade them', 'Score again', `${this.path}/scorings`, [
        select({name: 'grader.name', label: 'Grader', options: choices.graders.map((one) => [one, one]), value: evaluation.spec.grading.grader,
          hint: 'What was graded before stays; results are told by either.'}),
        field({name: 'grader.threshold', label: 'Threshold', number: true, placeholder: 'the grader’s', hint: 'From which token F1 (f1) or score (judge) an answer counts as right.'}),
        select({name: 'judge', label: 'Judge', options: [['', 'none'], ...choices.judges.items.filter((one) => one.problem === null).map((one) => [one.name, one.name])],
          hint: 'Judges every last attempt that it has not judged.'}),
        select({name: 'failures_only', label: 'What is graded', options: [['', 'every attempt'], ['true', 'only what the first scoring could not grade']]}),
      ], (scoring) => {
        this.scoring = scoring.number;
        this.questions.use(scoring.number);
        this.lookAtScorings();
      }));
  }

  exports() {
    const problems = h('div', {});
    const formats = {inspect: 'Inspect AI', release: 'JSON Lines of the release', atif: 'ATIF', csv: 'CSV'};
    return h('div', {class: 'card'}, h('p', {class: 'hint'}, 'The evaluation as a file, for other programs, by the first scoring; docs/evaluation.md says what each has.'),
      h('div', {class: 'buttons'}, Object.entries(formats).map(([format, text]) => saving(text, `${this.path}/export?format=${format}`, problems)),
        saving('pass@k as a picture', `${this.path}/pass-at-k.svg`, problems)), problems);
  }
}

/** The request with every default, and what is locked. */
function conditions({spec, lock}) {
  const rows = (object) => Object.entries(object).filter(([, one]) => one !== null && !(Array.isArray(one) && one.length === 0)).map(([name, one]) =>
    h('div', {}, h('dt', {class: 'mono'}, name), h('dd', {}, typeof one === 'object' ? (Array.isArray(one) ? one.join(', ') : JSON.stringify(one)) : setting(one))));
  return h('div', {class: 'card'},
    h('dl', {class: 'settings'}, rows({...spec.subject, ...spec.questions, ...spec.grading, ...(spec.setting ?? {}), ...spec.budget, concurrency: spec.concurrency})),
    h('details', {}, h('summary', {}, 'Lock: what must be the same for two to measure the same'), h('dl', {class: 'settings wide'}, rows(lock))));
}
