/** One evaluation of a judge as it happens: what its scores amount to, and where they are farthest from the labels. */

import {get} from '../api.js';
import {announce, h, replace} from '../dom.js';
import {count, moment, number, setting, words} from '../format.js';
import {action} from '../actions.js';
import {judgedName, saving, sections, SERVICE} from '../evaluations.js';
import {followed} from '../follow.js';
import {baselines, Reliability, reportFacts, reportTables} from '../judge-report.js';
import {badge, cell, crumbs, empty, isActive, loading, problemCard, progress, section, stateBadge, table} from '../parts.js';
import {source} from './judge-evaluations.js';

const REPORT_MS = 3000;
const WORST = 20;

export async function showJudgeEvaluation({view, entitle, signal}, id) {
  entitle('Evaluation of a judge');
  replace(view, loading('the evaluation'));
  const evaluation = await get(`${SERVICE}/judge-evaluations/${id}`, signal);
  entitle(judgedName(evaluation));
  const page = new JudgePage(evaluation, signal);
  replace(view, page.node);
  page.update();
  await page.load();
  page.watch();
}

class JudgePage {
  constructor(evaluation, signal) {
    Object.assign(this, {evaluation, signal, loading: null});
    this.path = `${SERVICE}/judge-evaluations/${evaluation.id}`;
    for (const part of ['head', 'trouble', 'problems', 'progress', 'facts', 'baselines', 'tables', 'worst']) {
      this[part] = h('div', {});
    }
    this.reliability = new Reliability();
    signal.addEventListener('abort', () => this.reliability.destroy());
    this.node = [
      sections('judges'), crumbs(['Evaluations of judges', '#/evaluations/judges'], [judgedName(evaluation)]),
      this.head, this.problems, this.trouble, this.progress, this.facts,
      h('div', {class: 'columns'}, section('Beside length alone', this.baselines), section('Are scores probabilities?', this.reliability.node)),
      section('Worst disagreements', this.worst),
      this.tables,
      section('What was asked for', conditions(evaluation)),
      this.exports(),
    ];
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
    this.update();
    if (before.state !== evaluation.state) {
      announce(`The evaluation is ${words(evaluation.state)}`);
    }
    if (before.judged !== evaluation.judged || before.state !== evaluation.state) {
      this.loading ??= setTimeout(() => {
        this.loading = null;
        if (!this.signal.aborted) {
          this.load();
        }
      }, isActive(evaluation) ? REPORT_MS : 0);
    }
  }

  async load() {
    if (this.evaluation.judged === 0) { // there is no report of nothing
      replace(this.facts, empty(isActive(this.evaluation) ? 'No attempt is judged yet' : 'No attempt was judged'));
      return;
    }
    try {
      const [report, worst] = await Promise.all([
        get(`${this.path}/report`, this.signal),
        get(`${this.path}/items?order=worst&limit=${WORST}`, this.signal),
      ]);
      if (report.counts.scored === 0) {
        replace(this.facts, empty(isActive(this.evaluation) ? 'No attempt has a score yet' : 'No attempt got a score',
          report.outcomes.length > 0 && h('p', {}, report.outcomes.map((one) => `${count(one.count)} ${words(one.outcome)}`).join(', '))));
        return;
      }
      replace(this.facts, reportFacts(report));
      replace(this.baselines, baselines(report));
      this.reliability.show(report);
      replace(this.tables, reportTables(report));
      replace(this.worst, this.worstTable(worst.items.filter((one) => one.error !== null && one.error >= 0.005)));
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        replace(this.facts, problemCard(problem, () => this.load()));
      }
    }
  }

  worstTable(items) {
    return items.length === 0 ? empty('None: no score is off its label') : table('Attempts whose score is farthest from their label',
      ['Attempt', 'It is', {text: 'Score', number: true}, {text: 'Off by', number: true}, 'What the judge says'],
      items.map((one) => h('tr', {},
        h('th', {scope: 'row', class: 'wrap'}, h('a', {href: `#/evaluations/judges/${this.evaluation.id}/items/${one.position}`}, one.question || one.item)),
        cell(label(one)), cell(number(one.judge_score), true), cell(number(one.error), true),
        cell(h('span', {class: 'clip', title: one.judgements[0]?.critique}, one.judgements[0]?.critique ?? '–')))));
  }

  update() {
    const {judged, planned, failed} = this.evaluation;
    this.showHead();
    replace(this.progress, h('div', {class: 'card progress-card'}, progress(judged, planned, 'Judgements made'),
      h('p', {}, h('b', {}, `${count(judged)} of ${count(planned)} judgements`), ` of ${count(this.evaluation.items)} attempts`,
        this.evaluation.attacks > 0 && ` and ${count(this.evaluation.attacks)} attacks`, failed > 0 && ` · ${count(failed)} without a score`)));
  }

  showHead() {
    const {evaluation, path, problems} = this;
    const focused = document.activeElement?.dataset?.action;
    replace(this.head,
      h('div', {class: 'title-row'},
        h('div', {}, h('h1', {}, judgedName(evaluation), ' ', stateBadge(evaluation.state)),
          h('p', {class: 'hint'}, 'judge ', h('b', {}, evaluation.judge), ` on ${source(evaluation.spec.source)} · ${moment(evaluation.created_at)}`)),
        h('div', {class: 'buttons'},
          isActive(evaluation) && action('Cancel', `${path}/cancel`, {tone: 'danger', problems, done: (next) => this.told(next)}),
          ['FAILED', 'CANCELLED'].includes(evaluation.state) && action('Resume', `${path}/resume`, {tone: 'primary', problems, done: (next) => {
            this.told(next);
            this.watch();
          }}),
          h('a', {class: 'button', href: `#/evaluations/judges/compare?a=${evaluation.id}`}, 'Compare…'))),
      evaluation.state === 'WAITING' && h('p', {class: 'notice', role: 'status'}, h('b', {}, 'Waiting: '), evaluation.reason ?? 'something is away'),
      evaluation.state === 'FAILED' && h('div', {class: 'problem', role: 'alert'}, h('p', {class: 'problem-title'}, 'The evaluation stopped'), h('p', {}, evaluation.reason ?? '')));
    this.head.querySelector(`[data-action="${focused}"]`)?.focus();
  }

  exports() {
    const problems = h('div', {});
    return h('div', {class: 'card'}, h('div', {class: 'buttons'}, saving('The report as JSON', `${this.path}/report`, problems),
      saving('Reliability as a picture', `${this.path}/reliability.svg`, problems)), problems);
  }
}

/** What an attempt is worth, as people or outcomes say. */
export const label = ({verdict, score}) => (verdict === null ? (score === null ? '–' : `labelled ${number(score)}`) : verdict ? badge('right', 'good') : badge('wrong', 'bad'));

function conditions({spec, lock}) {
  const rows = (object) => Object.entries(object).filter(([, one]) => one !== null).map(([name, one]) =>
    h('div', {}, h('dt', {class: 'mono'}, name), h('dd', {}, typeof one === 'object' ? JSON.stringify(one) : setting(one))));
  const {subset, source: from, ...rest} = spec;
  const parts = Object.fromEntries(Object.entries({...subset}).map(([part, one]) => [`subset.${part}`, one]));
  return h('div', {class: 'card'}, h('dl', {class: 'settings'}, rows({source: source(from), ...parts, ...rest})), h('details', {}, h('summary', {}, 'Lock'), h('dl', {class: 'settings wide'}, rows(lock))));
}
