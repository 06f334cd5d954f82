/** What a judge's scores amount to, with what length alone knows beside it. */

import {chart} from './charts.js';
import {h} from './dom.js';
import {count, number, percent, signed, words} from './format.js';
import {bar, both, interval, known, observed, value} from './figures.js';
import {cell, empty, fact, facts, section, table} from './parts.js';

const numeric = (text) => ({text, number: true});
const plain = (one) => number(one, 3);
const moved = (one) => signed(one, 3);

export function reportFacts({counts, ranking, decision, calibration, outcomes, threshold}) {
  const failed = outcomes.filter((one) => one.outcome !== 'SCORED');
  const big = (title, figure, format, ends, note) => h('div', {class: 'fact', title: observed(figure)}, h('dt', {}, title),
    h('dd', {}, value(figure, format), h('small', {}, interval(figure, ends)), bar(figure), note && h('small', {}, note)));
  return facts(
    big('AUROC', ranking.auroc, plain, plain, 'a right attempt is scored above a wrong one'),
    big('Pairwise accuracy', ranking.pairwise_accuracy, (one) => percent(one), (one) => percent(one, 0), 'the same within a task'),
    big('Accuracy', decision.accuracy, (one) => percent(one), (one) => percent(one, 0), `from ${number(threshold)} on it says “right”`),
    big('Calibration error', calibration.ece, plain, plain, 'ECE over ten bins'),
    fact('Attempts', count(counts.items), `${count(counts.right)} right, ${count(counts.wrong)} wrong${counts.unknown > 0 ? `, ${count(counts.unknown)} unknown` : ''}, of ${count(counts.tasks)} tasks`),
    fact('Without a score', count(failed.reduce((sum, one) => sum + one.count, 0)),
      failed.length === 0 ? 'no judgement failed' : `${failed.map((one) => `${count(one.count)} ${words(one.outcome)}`).join(', ')}; in no other figure`));
}

/** The judge beside what needs no judge. */
export function baselines({ranking, baselines: rules}) {
  const row = (name, auroc, pairwise, own) => h('tr', {class: own ? 'own' : null}, h('th', {scope: 'row'}, name),
    cell([both(auroc, plain, plain), bar(auroc)], true), cell([both(pairwise), bar(pairwise)], true));
  return [
    table('The judge beside length alone', ['', numeric('AUROC'), numeric('Pairwise accuracy')],
      [row('the judge', ranking.auroc, ranking.pairwise_accuracy, true), ...rules.map((one) => row(`“${words(one.rule)}”`, one.auroc, one.pairwise_accuracy, false))]),
    h('p', {class: 'hint'}, 'A judge that is not above them, or their opposite, has learned length.'),
  ];
}

/** Share of right attempts over mean scores, by the report's bins. */
export class Reliability {
  constructor() {
    this.node = h('div', {class: 'charts'});
    this.made = null;
  }

  show({calibration}) {
    this.destroy();
    const bins = calibration.bins.filter((one) => one.score !== null && known(one.right));
    if (bins.length === 0) {
      this.node.replaceChildren(empty('No attempt has both a score and a label'));
      return;
    }
    const ends = (pick, at) => [at === 0 ? 0 : null, ...bins.map(pick), at === 0 ? 1 : null];
    const x = [0, ...bins.map((one) => Math.min(1, Math.max(0, one.score))), 1];
    this.made = chart({
      title: 'Reliability', unit: 'share of right attempts', share: true, format: (one) => percent(one, 0), range: [0, 1],
      note: 'by bins of the score; band: 95 % interval. The closer to the diagonal, the more its scores are probabilities.',
      x: {label: 'mean score of a bin', format: (one) => number(one, 1)},
      lines: [{label: 'high', colour: 'line-1', hidden: true}, {label: 'low', colour: 'line-1', hidden: true}, {label: 'right', colour: 'line-1', points: true}, {label: 'calibrated', colour: 'line-2', dash: true}],
      bands: [[0, 1, 2]],
    });
    this.node.replaceChildren(this.made.node);
    this.made.set([x, ends((one) => one.right.high ?? null), ends((one) => one.right.low ?? null), ends((one) => one.right.value), x]);
  }

  destroy() {
    this.made?.destroy();
    this.made = null;
  }
}

export function reportTables(report) {
  const {ranking, decision, calibration, agreement, steps, repeats, spread, length, leakage} = report;
  const rows = (all) => all.filter(([, figure]) => figure).map(([name, figure, format = (one) => percent(one), ends = (one) => percent(one, 0)]) =>
    h('tr', {}, h('th', {scope: 'row'}, name), cell(value(figure, format), true), cell(interval(figure, ends), true)));
  const heads = ['', numeric('Value'), numeric('Interval')];
  const tables = [
    ['Ranking', [['Spearman’s ρ of score and label', ranking.spearman, plain, plain], ['Kendall’s τ-b', ranking.kendall, plain, plain]]],
    ['Decision', [['Balanced accuracy', decision.balanced_accuracy], ['Precision', decision.precision], ['Recall', decision.recall], ['Specificity', decision.specificity], ['F1', decision.f1, plain, plain], ['NPV', decision.npv]]],
    ['Calibration', [['Brier’s score', calibration.brier, plain, plain]]],
    ['Steps', steps.items > 0 ? [['Critiques that tell', steps.told], ['First wrong step found', steps.first_error_accuracy], ['of erroneous attempts', steps.of_erroneous], ['of sound ones', steps.of_sound], ['F1 of both', steps.first_error_f1, plain, plain], ['Steps agreed on', steps.step_agreement]] : []],
    ['Agreement', [...agreement.annotators.map((one) => [`Cohen’s κ with ${one.annotator}`, one.kappa, plain, plain]), ['Krippendorff’s α of all', agreement.alpha, plain, plain], ['α of annotators alone', agreement.annotators_alpha, plain, plain]]],
    ['Steadiness', repeats.items > 0 ? [['Deviation of an attempt’s scores', repeats.deviation, plain, plain], ['Decisions that flip', repeats.flips]] : []],
    ['Within a task', spread.tasks > 0 ? [['Deviation of scores', spread.deviation, plain, plain], ['Tasks whose scores differ', spread.differing]] : []],
    ['Length', [['ρ of score and characters', length.characters, plain, plain], ['ρ of score and turns', length.turns, plain, plain]]],
    ['Leakage', leakage.critiques > 0 ? [['Critiques that give the answer away', leakage.share]] : []],
  ].filter(([, all]) => all.length > 0);
  return [
    h('div', {class: 'columns'}, tables.map(([title, all]) => section(title, table(title, heads, rows(all))))),
    report.best_of_n.length > 0 && section('Choosing the best-scored', table('Choosing the best-scored of n', ['n', numeric('Tasks'), numeric('Right'), numeric('More than blindly'), numeric('Any is right')],
      report.best_of_n.map((one) => h('tr', {}, h('th', {scope: 'row'}, one.n), cell(count(one.tasks), true), cell(both(one.picked), true), cell(both(one.uplift, moved, moved), true), cell(both(one.oracle), true))))),
    report.robustness.length > 0 && section('Attacks', table('What attacks do', ['Attack', numeric('Pairs'), numeric('Mean score'), numeric('Passed'), numeric('Move'), numeric('Without a score')],
      report.robustness.map((one) => h('tr', {}, h('th', {scope: 'row', class: 'mono'}, one.attack), cell(count(one.pairs), true), cell(both(one.score, plain, plain), true), cell(both(one.passed), true), cell(both(one.move, moved, moved), true), cell(count(one.failed), true))))),
    report.sources.length > 1 && section('By source', table('By source', ['Source', numeric('Attempts'), numeric('AUROC'), numeric('Shorter is right'), numeric('Accuracy')],
      report.sources.map((one) => h('tr', {}, h('th', {scope: 'row'}, one.source), cell(count(one.items), true), cell(both(one.auroc, plain, plain), true), cell(both(one.shorter, plain, plain), true), cell(both(one.accuracy), true))))),
  ];
}
