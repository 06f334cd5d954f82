/** Numbers, times and names as people read them. */

const NONE = '–';
const whole = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});

const absent = (value) => value === null || value === undefined || Number.isNaN(value);

export const number = (value, digits = 2) => (absent(value) ? NONE : value.toFixed(digits).replace('-', '−'));

export const signed = (value, digits = 2) =>
  absent(value) ? NONE : (value > 0 ? '+' : '') + number(Math.abs(value) < 10 ** -digits / 2 ? 0 : value, digits);

export const count = (value) => (absent(value) ? NONE : whole.format(value));

export const percent = (share, digits = 1) => (absent(share) ? NONE : `${(100 * share).toFixed(digits)} %`);

/** Very small and very large numbers by their power of ten. */
export function compact(value) {
  if (absent(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e').replace(/-/g, '−');
  }
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** A setting as one would type it. */
export const setting = (value) =>
  Array.isArray(value) ? value.join(', ') || 'none'
    : typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3
    ? value.toExponential()
    : typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 10_000
      ? whole.format(value)
      : String(value);

export function seconds(value) {
  if (absent(value)) {
    return NONE;
  }
  if (value < 10) {
    return `${value.toFixed(value < 1 ? 2 : 1)} s`;
  }
  if (value < 90) {
    return `${Math.round(value)} s`;
  }
  const minutes = Math.round(value / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}

export const between = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;

export function ago(instant, now = Date.now()) {
  const past = (now - Date.parse(instant)) / 1000;
  return past < 5 ? 'just now' : `${seconds(past < 90 ? Math.round(past) : past)} ago`;
}

const clock = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});
export const moment = (instant) => (instant ? clock.format(new Date(instant)) : NONE);

export const shortId = (id) => id.slice(-8);

export const runName = (run) => run.name || `${run.kind} ${shortId(run.id)}`;

/** IDENTICAL to identical, TOO_FEW to too few. */
export const words = (constant) => constant.toLowerCase().replaceAll('_', ' ');

export const STAGES = {FIRST: 'first attempt', REFINED: 'refined attempt', EVALUATION: 'held-out attempt'};
