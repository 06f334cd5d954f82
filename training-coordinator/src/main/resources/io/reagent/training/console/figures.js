/** Figures of evaluations: a number with its interval, or why there is none. */

import {h, place} from './dom.js';
import {count, number, percent, signed, words} from './format.js';

/** Whether there is a number. */
export const known = (figure) => figure !== null && figure !== undefined && typeof figure.value === 'number';

const reason = (figure) => words(figure?.undefined ?? figure?.reason ?? 'none');

/** Its value, or a dash that says why there is none. */
export const value = (figure, format = percent) =>
  (known(figure) ? format(figure.value) : h('span', {class: 'none', title: figure?.detail ?? reason(figure)}, '–'));

/** Its interval in words; what there is instead where it has none. */
export function interval(figure, format = (one) => percent(one, 0)) {
  if (!known(figure)) {
    return figure?.detail ?? reason(figure);
  }
  return typeof figure.low === 'number'
    ? `${Math.round(100 * figure.confidence)} %: ${format(figure.low)} to ${format(figure.high)}`
    : figure.clusters === 1 ? 'no interval: one cluster alone' : 'no interval';
}

/** Value and interval, one below the other. */
export const both = (figure, format = percent, ends = (one) => percent(one, 0)) =>
  [value(figure, format), h('small', {}, interval(figure, ends))];

/** Differences have a sign, in points of percent. */
export const points = (difference, digits = 1) =>
  `${signed(Math.abs(difference) < 10 ** -digits / 200 ? 0 : 100 * difference, digits)} %`;

/** Where an interval lies between two ends; for eyes alone, the words stand beside it. */
export function bar(figure, [from, to] = [0, 1]) {
  const at = (one) => Math.min(1, Math.max(0, (one - from) / (to - from)));
  if (!known(figure)) {
    return h('span', {'class': 'interval-bar', 'aria-hidden': 'true'});
  }
  const low = figure.low ?? figure.value;
  const high = figure.high ?? figure.value;
  return h('span', {'class': 'interval-bar', 'aria-hidden': 'true'},
    from < 0 && place(h('i', {class: 'zero-mark'}), {at: at(0)}),
    place(h('i', {class: 'reach'}), {low: at(low), high: at(high)}),
    place(h('i', {class: 'mark'}), {at: at(figure.value)}));
}

/** A probability as statistics write it. */
export const probability = (p) => (p === null || p === undefined ? '–' : p < 0.001 ? '< 0.001' : number(p, 3));

/** Of how much it was made. */
export const observed = (figure) => (known(figure)
  ? `${count(figure.n)} observations in ${count(figure.clusters)} clusters, ${words(figure.method)}` : reason(figure));
