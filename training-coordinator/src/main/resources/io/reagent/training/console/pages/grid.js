/** Benchmarks beside policies and checkpoints: of each the evaluation that is over with the most questions, then the newest. */

import {get} from '../api.js';
import {h, replace} from '../dom.js';
import {count, percent, runName, words} from '../format.js';
import {policyLabel, policyName, saving, sections, SERVICE} from '../evaluations.js';
import {bar, interval, known, value} from '../figures.js';
import {badge, cell, empty, loaded, table} from '../parts.js';

const FILTERS = [['benchmark', 'Benchmark'], ['policy', 'Policy'], ['suite', 'Suite, by its id'], ['run', 'Training run, by its id']];

export async function showGrid({view, query, entitle, signal}) {
  entitle('Grid');
  const place = h('div', {});
  const filter = Object.fromEntries(FILTERS.map(([name]) => [name, query.get(name) ?? '']));
  const load = () => loaded(place, 'the grid', () => grid(filter, signal));
  replace(view, sections('grid'), h('div', {class: 'title-row'}, h('h1', {}, 'Benchmarks by policies')),
    h('p', {class: 'hint'}, 'Of each policy, strategy, training run and step the newest evaluation of each benchmark that is over and graded.'),
    h('form', {class: 'filters', role: 'search', 'aria-label': 'Filter the grid', on: {submit: (event) => event.preventDefault()}}, FILTERS.map(([name, label]) => {
      const input = h('input', {type: 'search', on: {change: (event) => {
        filter[name] = event.target.value.trim();
        const next = asked(filter);
        history.replaceState(null, '', `#/evaluations/grid${next.size > 0 ? `?${next}` : ''}`);
        load();
      }}});
      input.value = filter[name];
      return h('label', {}, h('span', {}, label), input);
    })), place);
  await load();
}

const asked = (filter) => new URLSearchParams(Object.entries(filter).filter(([, one]) => one));

async function grid(filter, signal) {
  const [made, runs] = await Promise.all([
    get(`${SERVICE}/evaluations/grid?${asked(filter)}`, signal),
    get('/v1/training-runs?limit=200', signal).catch(() => ({items: []})),
  ]);
  if (made.rows.length === 0) {
    return empty('Nothing is there yet', h('p', {}, 'An evaluation stands here when it is over.'));
  }
  const names = new Map(runs.items.map((run) => [run.id, runName(run)]));
  const problems = h('div', {});
  const classes = made.classes.filter((one) => made.rows.some((row) => row.classes.some((mean) => mean.name === one.name && known(mean.pass_at_1))));
  const heads = ['Policy', ...made.benchmarks.map((one) => ({number: true, node: h('span', {}, one, made.unlike.includes(one) && [' ',
    badge('unlike', 'warn', 'not asked the same questions, or not graded alike: these figures cannot be held against each other')])})),
  ...classes.map((one) => ({number: true, node: h('span', {title: one.benchmarks.join(', ')}, `mean of ${one.name}`)}))];
  return [
    table('Benchmarks by policies', heads, made.rows.map((row) => h('tr', {},
      h('th', {scope: 'row'}, policyLabel(row.policy), h('small', {}, [row.arm !== policyName(row.policy) && !row.run && row.arm,
        row.run && [h('a', {href: `#/runs/${row.run.run}`}, names.get(row.run.run) ?? 'training run'), `, step ${row.run.step}`], row.strategy !== 'plain' && ` · ${row.strategy}`])),
      made.benchmarks.map((one) => cellOf(row.cells.find((found) => found.benchmark === one), one)),
      classes.map((one) => {
        const mean = row.classes.find((found) => found.name === one.name)?.pass_at_1;
        return cell([value(mean), h('small', {}, interval(mean))], true);
      }))), {class: 'grid'}),
    made.unlike.length > 0 && h('p', {class: 'notice'}, `Rows of ${made.unlike.join(', ')} were not asked the same questions, or not graded alike: they cannot be held against each other.`),
    h('div', {class: 'buttons'}, saving('The grid as a picture', `${SERVICE}/evaluations/grid.svg?${asked(filter)}`, problems)), problems,
  ];
}

function cellOf(found, benchmark) {
  if (!found) {
    return cell('–', true, benchmark);
  }
  return cell([
    h('a', {href: `#/evaluations/${found.evaluation}`}, percent(found.pass_at_1.value)), found.state === 'PARTIAL' && [' ', badge(words(found.state), 'warn', 'not all was done')],
    h('small', {title: `graded by ${found.grader}`}, interval(found.pass_at_1)), h('small', {}, `${count(found.questions)} × ${count(found.samples)}`), bar(found.pass_at_1),
  ], true, benchmark);
}
