/** Curves, drawn by uPlot in the page's colours, redrawn when those or the width change. */

import uPlot from './uplot/uPlot.esm.js';
import {h, place} from './dom.js';
import {compact, number, percent} from './format.js';

const HEIGHT = 210;
const dark = matchMedia('(prefers-color-scheme: dark)');

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The colour of the n-th line, as a custom property's name; six, then again. */
export const lineColour = (index) => `line-${(index % 6) + 1}`;

/**
 * A chart with its title, unit and legend.
 *
 * @param chart `title`, `unit`, `share` (ticks are percentages), `note`, `lines` (label, colour, `points`, `dash`), `bands` (pairs of indexes of lines that
 *     bound an interval), `range` ([least, most] or null), `format` of a value, `x` (label and format)
 * @param sync key of charts whose cursors move together
 */
export function chart({title, unit, share = false, note, lines, bands = [], range = null, format = compact, x}, sync) {
  const plot = h('div', {class: 'plot'});
  const legend = lines
    .map((line, index) => ({line, index}))
    .filter(({line}) => !line.hidden)
    .map(({line, index}) => {
      const value = h('b', {});
      return {value, index, node: h('li', {}, place(h('i', {'aria-hidden': 'true', class: line.points ? 'point' : line.dash ? 'dash' : null}),
        {colour: `var(--${line.colour})`}), line.label, ' ', value)};
    });
  const node = h(
    'figure', {class: 'chart'},
    h('figcaption', {}, h('span', {class: 'chart-title'}, title), unit && h('span', {class: 'unit'}, unit)),
    plot,
    h('ul', {class: 'legend'}, legend.map((entry) => entry.node)),
    note && h('p', {class: 'hint'}, note),
  );
  let data = [[], ...lines.map(() => [])];
  let drawn = null;

  /** The values under the cursor, or the last ones. */
  function tell(at) {
    for (const {value, index} of legend) {
      const values = data[index + 1];
      const found = at === null ? values.findLast((one) => one !== null && one !== undefined) : values[at];
      value.textContent = found === null || found === undefined ? '' : format(found);
    }
  }

  function draw() {
    drawn?.destroy();
    drawn = new uPlot(options(), data, plot);
    tell(null);
  }

  function options() {
    const grid = {stroke: colour('grid'), width: 1};
    const axis = {stroke: colour('quiet'), grid, ticks: {show: false}, font: '11px system-ui, sans-serif'};
    return {
      width: Math.max(plot.clientWidth, 200),
      height: HEIGHT,
      padding: [8, 12, 0, 0],
      legend: {show: false},
      cursor: {y: false, ...(sync ? {sync: {key: sync}} : {}), drag: {x: true, y: false}, points: {size: 7}},
      scales: {x: {time: false, range: (_, low, high) => spread(data[0], low, high)}, y: {range: range ? (_, low, high) => bounds(range, low, high) : spacious}},
      axes: [
        {...axis, label: x.label, labelSize: 18, labelFont: '11px system-ui, sans-serif', size: 26, gap: 4, space: 48,
          incrs: x.whole ? [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] : undefined,
          values: (_, ticks) => ticks.map(x.format)},
        {...axis, size: 52, gap: 4, space: 32, values: (_, ticks, axisIndex, space, increment) => ticks.map((one) => tick(one, increment, share))},
      ],
      series: [{}, ...lines.map(series)],
      bands: bands.map(([high, low, of]) => ({series: [high + 1, low + 1], fill: `${colour(lines[of].colour)}26`})),
      hooks: {setCursor: [(plotted) => tell(plotted.cursor.idx ?? null)]},
    };
  }

  function series(line) {
    const stroke = line.hidden ? 'transparent' : colour(line.colour);
    return {
      label: line.label,
      stroke,
      width: line.points ? 0 : 1.75,
      dash: line.dash ? [5, 4] : undefined,
      spanGaps: true,
      points: line.hidden
        ? {show: false}
        : {show: line.points || data[0].length < 40, size: line.points ? 7 : 5, fill: stroke, stroke},
    };
  }

  const resized = new ResizeObserver(() => drawn?.setSize({width: Math.max(plot.clientWidth, 200), height: HEIGHT}));
  resized.observe(plot);
  dark.addEventListener('change', draw);

  return {
    node,
    /** @param next x, then the values of each line; null where there is none */
    set(next) {
      const sparse = data[0].length < 40;
      data = next;
      if (drawn === null || sparse) {
        draw(); // points are drawn as long as there are few
      } else {
        drawn.setData(next);
        tell(null);
      }
    },
    destroy() {
      resized.disconnect();
      dark.removeEventListener('change', draw);
      drawn?.destroy();
    },
  };
}

/** A single step lies in the middle; more fill the width. */
function spread(values, low, high) {
  return values.length === 0 ? [0, 1] : values.length === 1 ? [Math.max(values[0] - 1, 0), values[0] + 1] : [low, high];
}

/** As many digits as ticks that far apart need. */
function tick(value, increment, share) {
  const scaled = share ? increment * 100 : increment;
  const least = Math.max(0, -Math.floor(Math.log10(scaled) + 1e-9));
  const digits = Math.abs(scaled * 10 ** least - Math.round(scaled * 10 ** least)) > 1e-6 ? least + 1 : least;
  return share ? percent(value, digits) : digits > 4 || Math.abs(value) >= 1e5 ? compact(value) : number(value, digits);
}

function spacious(_, low, high) {
  if (low === null) {
    return [0, 1];
  }
  if (low === 0 && high === 0) {
    return [0, 1];
  }
  const same = high - low < Math.max(1e-6, Math.abs(high) * 1e-4); // what differs by rounding alone
  const room = same ? Math.max(Math.abs(low) * 0.1, 1e-6) : (high - low) * 0.1;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

const bounds = ([least, most], low, high) => [
  least ?? (low === null ? 0 : low),
  most ?? (high === null || high <= (least ?? 0) ? (least ?? 0) + 1 : high * 1.08),
];
