/**
 * The rollouts of one task as points on a line, each a link to its rollout: what a group's rewards look like, who stands
 * out, and who has none.
 */

import {h, place} from './dom.js';
import {number, signed, STAGES, words} from './format.js';

/** An advantage from here on stands out: two deviations from its group's mean. */
const OUTLIER = 2;

const VALUES = {
  reward: {of: (rollout) => rollout.reward, format: (value) => number(value, 2)},
  advantage: {of: (rollout) => rollout.advantage, format: (value) => signed(value, 2)},
};

/** The ends of the scale that holds all the rollouts' values. */
export function extent(rollouts, by) {
  const values = rollouts.map(VALUES[by].of).filter((value) => value !== null);
  if (by === 'reward') {
    return [Math.min(0, ...values), Math.max(1, ...values)];
  }
  const most = Math.max(1, ...values.map(Math.abs));
  return [-most, most];
}

const at = (value, [low, high]) => (value - low) / (high - low);

export function scale([low, high], by) {
  const middle = (low + high) / 2;
  return h('div', {class: 'strip-scale', 'aria-hidden': 'true'},
    [low, middle, high].map((value) => place(h('span', {}, VALUES[by].format(value)), {at: at(value, [low, high])})));
}

/**
 * @param ends of the scale, as `extent` gives them
 * @param current id of the rollout that the page shows, or null
 */
export function strip(rollouts, by, ends, current = null) {
  const {of} = VALUES[by];
  const shown = rollouts.filter((rollout) => of(rollout) !== null);
  const masked = rollouts.filter((rollout) => of(rollout) === null);
  const stages = ['FIRST', 'REFINED', 'EVALUATION'].filter((stage) => shown.some((rollout) => rollout.stage === stage));
  return h(
    'div', {class: 'strip'},
    h('div', {class: 'lanes'},
      by === 'advantage' && place(h('i', {class: 'zero', 'aria-hidden': 'true'}), {at: at(0, ends)}),
      stages.map((stage) => h('div', {class: 'lane'}, spread(shown.filter((one) => one.stage === stage), of)
        .map(([rollout, layer]) => {
          const where = at(of(rollout), ends);
          return place(dot(rollout, current), {at: where, layer: where > 0.5 ? -layer : layer}); // piles grow inwards
        })))),
    masked.length > 0 && h('div', {class: 'masked'}, masked.map((rollout) => dot(rollout, current))),
  );
}

/** Points of the same value lie beside one another: each with its place in the pile. */
function spread(rollouts, of) {
  const piles = new Map();
  return rollouts.map((rollout) => {
    const key = of(rollout).toFixed(2);
    const layer = piles.get(key) ?? 0;
    piles.set(key, layer + 1);
    return [rollout, layer];
  });
}

function dot(rollout, current) {
  const told = tell(rollout);
  const outlier = rollout.advantage !== null && Math.abs(rollout.advantage) >= OUTLIER;
  const classes = [
    'dot',
    rollout.stage.toLowerCase(),
    rollout.correct ? 'right' : 'wrong',
    rollout.reward === null && 'without',
    outlier && 'outlier',
    rollout.id === current && 'current',
  ];
  return h('a', {
    class: classes.filter(Boolean).join(' '),
    href: `#/rollouts/${rollout.id}`,
    title: told,
    'aria-label': told,
    'aria-current': rollout.id === current ? 'true' : null,
  });
}

export function tell(rollout) {
  const name = `${STAGES[rollout.stage]} ${rollout.sample + 1}: ${rollout.correct ? 'right' : 'wrong'}`;
  if (rollout.masked) {
    return `${name}, masked: ${words(rollout.masked)}`;
  }
  if (rollout.reward === null) {
    return `${name}, no reward yet`;
  }
  const score = rollout.reward_judge === null ? '' : `, score ${number(rollout.reward_judge)}`;
  const advantage = rollout.advantage === null ? ', no advantage' : `, advantage ${signed(rollout.advantage)}`;
  return `${name}${score}, reward ${number(rollout.reward)}${advantage}`;
}

/** What the points mean. */
export const key = (refined) => h(
  'ul', {class: 'legend key'},
  h('li', {}, sample('first right'), refined ? 'first attempt' : 'rollout', ', right'),
  h('li', {}, sample('first wrong'), 'wrong'),
  refined && h('li', {}, sample('refined right'), 'refined, right'),
  refined && h('li', {}, sample('refined wrong'), 'wrong'),
  h('li', {}, sample('first right outlier'), `advantage beyond ±${OUTLIER}`),
  h('li', {}, sample('first without'), 'masked: no reward'),
);

const sample = (classes) => h('i', {class: `dot ${classes}`, 'aria-hidden': 'true'});
