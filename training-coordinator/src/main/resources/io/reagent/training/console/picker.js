/** Two of a kind, chosen to be held against each other. */

import {h} from './dom.js';

/**
 * @param address of the page, to which `a` and `b` are added
 * @param options [id, text] of what there is to choose
 * @param labels of the two
 */
export function picker(address, options, a, b, labels = ['a, what it is held against', 'b, what is held against it']) {
  const [first, second] = labels;
  const go = (next) => {
    location.hash = `${address}?${new URLSearchParams(Object.entries(next).filter(([, value]) => value))}`;
  };
  const choose = (label, name, chosen) => h('label', {}, h('span', {}, label), h('select', {on: {
    change: (event) => go({a, b, [name]: event.target.value}),
  }}, h('option', {value: ''}, 'choose…'), options.map(([id, text]) => h('option', {value: id, selected: id === chosen}, text))));
  return h('div', {class: 'filters picker'},
    choose(first, 'a', a), choose(second, 'b', b),
    a && b && h('button', {type: 'button', on: {click: () => go({a: b, b: a})}}, 'The other way round'));
}
