/** The console's frame: which page the address names, and what is done when it changes. */

import {forgetKey} from './api.js';
import {announce, replace} from './dom.js';
import {problemCard} from './parts.js';
import {showCompare} from './pages/compare.js';
import {showAttempt} from './pages/attempt.js';
import {showEvaluate} from './pages/evaluate.js';
import {showEvaluation} from './pages/evaluation.js';
import {showEvaluations} from './pages/evaluations.js';
import {showGrid} from './pages/grid.js';
import {showJudgeEvaluation} from './pages/judge-evaluation.js';
import {showJudgeEvaluations} from './pages/judge-evaluations.js';
import {showJudgeStart} from './pages/judge-start.js';
import {showJudged} from './pages/judged.js';
import {showJudgesCompared} from './pages/judges-compared.js';
import {showMeasured} from './pages/measured.js';
import {showPoliciesCompared} from './pages/policies-compared.js';
import {showPreferences} from './pages/preferences.js';
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
  [/^\/evaluations$/, showEvaluations],
  [/^\/evaluations\/new$/, showEvaluate],
  [/^\/evaluations\/compare$/, showPoliciesCompared],
  [/^\/evaluations\/grid$/, showGrid],
  [/^\/evaluations\/preferences$/, showPreferences],
  [/^\/evaluations\/judges$/, showJudgeEvaluations],
  [/^\/evaluations\/judges\/new$/, showJudgeStart],
  [/^\/evaluations\/judges\/compare$/, showJudgesCompared],
  [/^\/evaluations\/judges\/([\w-]{36})$/, showJudgeEvaluation],
  [/^\/evaluations\/judges\/([\w-]{36})\/items\/(\d+)$/, showJudged],
  [/^\/evaluations\/([\w-]{36})$/, showMeasured],
  [/^\/evaluations\/([\w-]{36})\/samples\/([\w-]{36})$/, showAttempt],
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
    const address = link.getAttribute('href');
    const here = address === `#${path}`;
    const within = address === '#/evaluations' && path.startsWith('/evaluations/');
    link.toggleAttribute('aria-current', here || within);
    if (here || within) {
      link.setAttribute('aria-current', here ? 'page' : 'true');
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
