/** The console's frame: which page the address names, and what is done when it changes. */

import {forgetKey} from './api.js';
import {announce, replace} from './dom.js';
import {problemCard} from './parts.js';
import {showCompare} from './pages/compare.js';
import {showEvaluation} from './pages/evaluation.js';
import {showRollout} from './pages/rollout.js';
import {showRun} from './pages/run.js';
import {showRuns} from './pages/runs.js';
import {showFork, showStart} from './pages/start.js';
import {showStep} from './pages/step.js';

const PAGES = [
  [/^\/runs$/, showRuns],
  [/^\/start$/, showStart],
  [/^\/compare$/, showCompare],
  [/^\/runs\/([\w-]+)$/, showRun],
  [/^\/runs\/([\w-]+)\/fork$/, showFork],
  [/^\/runs\/([\w-]+)\/steps\/(\d+)$/, showStep],
  [/^\/runs\/([\w-]+)\/evaluations\/(\d+)$/, showEvaluation],
  [/^\/rollouts\/([\w-]+)$/, showRollout],
];

const view = document.getElementById('view');
let leave = new AbortController();
let first = true;

function navigate() {
  const address = location.hash.slice(1) || '/runs';
  const [path, query = ''] = address.split('?');
  const found = PAGES.map(([pattern, show]) => [path.match(pattern), show]).find(([match]) => match);
  leave.abort();
  leave = new AbortController();
  mark(path);
  replace(view);
  if (!found) {
    entitle('No such page');
    replace(view, problemCard({title: 'No such page', message: `The console has no page ${path}.`, remedy: 'Runs are where it begins.'}));
    return;
  }
  const [match, show] = found;
  const page = {view, query: new URLSearchParams(query), signal: leave.signal, entitle};
  Promise.resolve(show(page, ...match.slice(1))).catch((error) => {
    if (error.name !== 'AbortError') {
      replace(view, problemCard(error, navigate));
    }
  });
  if (!first) {
    window.scrollTo(0, 0);
    view.focus({preventScroll: true});
  }
  first = false;
}

function entitle(title) {
  document.title = `${title} · Reagent`;
  announce(title);
}

function mark(path) {
  for (const link of document.querySelectorAll('.bar nav a')) {
    const here = link.getAttribute('href') === `#${path}`;
    link.toggleAttribute('aria-current', here);
    if (here) {
      link.setAttribute('aria-current', 'page');
    }
  }
}

document.querySelector('[data-skip]').addEventListener('click', (event) => {
  event.preventDefault();
  view.focus();
});
document.getElementById('forget-key').addEventListener('click', () => {
  forgetKey();
  navigate();
});
window.addEventListener('hashchange', navigate);
navigate();
