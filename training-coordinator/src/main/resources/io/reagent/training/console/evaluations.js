/** What the pages of evaluations share: where the service is, what things are called, where one goes from here. */

import {file} from './api.js';
import {h, replace} from './dom.js';
import {shortId} from './format.js';
import {problemCard} from './parts.js';

/** eval-service, through the coordinator. */
export const SERVICE = '/services/evaluation/v1';

export const STATES = ['QUEUED', 'RUNNING', 'WAITING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'];

export const evaluationName = (evaluation) =>
  evaluation.name || `${evaluation.spec.questions.benchmark} ${shortId(evaluation.id)}`;

export const judgedName = (evaluation) => evaluation.name || `${evaluation.judge} ${shortId(evaluation.id)}`;

/** A checkpoint by the ends of its path; others by their name. */
export function policyName(policy) {
  const [, run, checkpoint] = policy.match(/^tinker:\/\/([^/]+)\/(?:sampler_weights|weights)\/(.+)$/) ?? [];
  return run === undefined ? policy : `…${run.slice(-8)}/${checkpoint}`;
}

export const policyLabel = (policy) => h('span', {title: policy}, policyName(policy));

/** The policy and how it answers, in words. */
export const subject = ({policy, strategy, judge}) =>
  [policyLabel(policy), strategy === 'plain' ? null : ` · ${strategy}`, judge && ` · judged by ${judge}`];

const SECTIONS = [
  ['policies', 'Policies', '#/evaluations'],
  ['judges', 'Judges', '#/evaluations/judges'],
  ['grid', 'Grid', '#/evaluations/grid'],
  ['preferences', 'Preferences', '#/evaluations/preferences'],
];

/** The pages side by side. */
export const sections = (here) => h('nav', {'class': 'sections', 'aria-label': 'Evaluations'},
  SECTIONS.map(([name, text, href]) => h('a', {href, 'aria-current': name === here ? 'page' : null}, text)));

/** A button that saves what is at a path; the key goes with it, which a link could not send. */
export function saving(text, path, problems, attributes = {}) {
  return h('button', {type: 'button', ...attributes, on: {click: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      replace(problems);
      const {content, name} = await file(path);
      const url = URL.createObjectURL(content);
      h('a', {href: url, download: name}).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (problem) {
      replace(problems, problemCard(problem));
    }
    button.disabled = false;
  }}}, text);
}
