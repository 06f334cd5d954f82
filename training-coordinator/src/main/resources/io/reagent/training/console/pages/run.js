/** One run as it happens: state, curves, steps, evaluations, checkpoints, options. */

import {all, follow, get, post} from '../api.js';
import {RunBenchmarks} from '../benchmarks.js';
import {announce, h, replace} from '../dom.js';
import {runName, shortId, words} from '../format.js';
import {crumbs, empty, isActive, loading, problemCard, section, stateBadge} from '../parts.js';
import {RunCharts} from '../curves.js';
import {progressCard, runFacts} from '../numbers.js';
import {checkpointTable, evaluationTable, optionList, stepTable} from '../records.js';

const LOOK_MS = 1500;

export async function showRun({view, entitle, signal}, id) {
  entitle('Run');
  replace(view, loading('the run'));
  const [run, steps, evaluations, checkpoints] = await Promise.all([
    get(`/v1/training-runs/${id}`, signal),
    all(`/v1/training-runs/${id}/steps`, signal),
    get(`/v1/training-runs/${id}/evaluations`, signal),
    get(`/v1/training-runs/${id}/checkpoints`, signal),
  ]);
  entitle(runName(run));
  const page = new RunPage(run, steps, evaluations.items, checkpoints.items, signal);
  replace(view, page.node);
  page.update();
  page.watch();
  page.lookIntoStep();
  page.benchmarks.watch();
}

class RunPage {
  constructor(run, steps, evaluations, checkpoints, signal) {
    Object.assign(this, {run, steps, evaluations, checkpoints, signal});
    this.inStep = null;
    this.allSteps = false;
    this.head = h('div', {class: 'run-head'});
    this.failure = h('div', {});
    this.numbers = h('div', {});
    this.curves = h('div', {});
    this.stepTable = h('div', {});
    this.evaluationTable = h('div', {});
    this.checkpointTable = h('div', {});
    this.benchmarks = new RunBenchmarks(run, signal);
    this.charts = new RunCharts(run.id);
    signal.addEventListener('abort', () => this.charts.destroy());
    this.node = [
      crumbs(['Runs', '#/runs'], [runName(run)]),
      this.head, this.failure, this.numbers,
      section('Curves', this.curves),
      section('Steps', this.stepTable),
      h('div', {class: 'columns'}, section('Evaluations', this.evaluationTable), section('Checkpoints', this.checkpointTable)),
      this.benchmarks.node,
      section('Options', optionList(run)),
    ];
  }

  update() {
    this.showHead();
    this.showNumbers();
    this.showCurves();
    this.showSteps();
    this.showEvaluations();
    this.showCheckpoints();
  }

  /** Follows the run's events until it is over; begins again where they broke off. */
  async watch() {
    let pause = 1000;
    while (!this.signal.aborted) {
      try {
        const last = this.steps.at(-1)?.step;
        await follow(`/v1/training-runs/${this.run.id}/events`, last === undefined ? null : String(last),
          (name, data) => {
            if (name === 'error') {
              throw new Error(data.detail ?? data.title);
            }
            pause = 1000;
            this.told(name, data);
          }, this.signal);
        replace(this.failure);
        if (!isActive(this.run)) {
          return;
        }
      } catch (error) {
        if (this.signal.aborted) {
          return;
        }
        replace(this.failure, h('p', {class: 'notice', role: 'status'},
          `The connection was lost (${error.message.replace(/\.$/, '')}). Trying again…`));
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, 10_000);
    }
  }

  told(name, data) {
    replace(this.failure);
    if (name === 'run') {
      const stepped = data.step !== this.run.step || data.state !== this.run.state;
      if (data.state !== this.run.state) {
        announce(`The run is ${words(data.state)}`);
      }
      this.run = data;
      this.benchmarks.run = data;
      this.showHead();
      this.showNumbers();
      if (stepped) {
        this.loadCheckpoints();
      }
    } else if (name === 'step' && !this.steps.some((step) => step.step === data.step)) {
      this.steps.push(data);
      this.showNumbers();
      this.showCurves();
      this.showSteps();
    } else if (name === 'benchmark') {
      this.benchmarks.look();
    } else if (name === 'evaluation' && !this.evaluations.some((known) => known.step === data.step)) {
      this.evaluations.push(data);
      this.showNumbers();
      this.showCurves();
      this.showEvaluations();
    }
  }

  async loadCheckpoints() {
    const found = await get(`/v1/training-runs/${this.run.id}/checkpoints`, this.signal).catch(() => null);
    if (found && !this.signal.aborted) {
      this.checkpoints = found.items;
      this.showCheckpoints();
    }
  }

  /** What the step under way has so far. */
  async lookIntoStep() {
    while (!this.signal.aborted) {
      if (this.run.state === 'RUNNING' && document.visibilityState === 'visible') {
        this.inStep = await get(`/v1/training-runs/${this.run.id}/progress`, this.signal).catch(() => null);
        if (!this.signal.aborted) {
          this.showNumbers();
        }
      } else if (!isActive(this.run)) {
        this.inStep = null;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  showHead() {
    const {run} = this;
    const focused = document.activeElement?.dataset?.action;
    replace(this.head,
      h('div', {class: 'title-row'},
        h('div', {},
          h('h1', {}, runName(run), ' ', stateBadge(run.state)),
          h('p', {class: 'hint'}, `${run.kind} of ${run.target === 'rrm' ? 'the judge' : 'the policy'} `,
            h('b', {}, run.spec.policy.base_model),
            run.spec.policy.lora_rank === 0 ? ', all weights' : `, LoRA rank ${run.spec.policy.lora_rank}`,
            `, on ${run.spec.dataset.name}`, run.forked_from && `, forked from checkpoint ${shortId(run.forked_from)}`)),
        h('div', {class: 'buttons'},
          isActive(run) && this.action('Cancel', 'cancel', 'danger'),
          ['FAILED', 'CANCELLED'].includes(run.state) && this.action('Resume', 'resume', 'primary'),
          this.checkpoints.some((one) => one.deleted_at === null) && h('a', {class: 'button', href: `#/runs/${run.id}/fork`}, 'Fork…'),
          h('a', {class: 'button', href: `#/compare?runs=${run.id}`}, 'Compare…'))),
      run.state === 'WAITING' && h('p', {class: 'notice', role: 'status'}, h('b', {}, 'Waiting: '), run.reason ?? 'something is away',
        run.resume_at && `. Tried again at ${new Date(run.resume_at).toLocaleTimeString()}.`),
      run.state === 'SUCCEEDED' && run.reason && h('p', {class: 'notice', role: 'status'}, h('b', {}, 'Learned nothing: '),
        run.reason.replace(/^nothing was learned: /, ''), '.'),
      run.notices.map((text) => h('p', {class: 'notice', role: 'status'}, text, '.')),
      run.state === 'FAILED' && h('div', {class: 'problem', role: 'alert'}, h('p', {class: 'problem-title'}, 'The run stopped'),
        h('p', {}, run.reason ?? ''), h('p', {class: 'hint'}, 'What it committed is kept. Resume lets it go on from its last step.')));
    this.head.querySelector(`[data-action="${focused}"]`)?.focus();
  }

  action(text, name, tone) {
    return h('button', {'type': 'button', 'class': tone, 'data-action': name, 'on': {click: async (event) => {
      event.target.disabled = true;
      try {
        this.run = await post(`/v1/training-runs/${this.run.id}/${name}`);
        replace(this.failure);
        this.showHead();
        this.showNumbers();
        if (name === 'resume') {
          this.watch();
        }
      } catch (problem) {
        replace(this.failure, problemCard(problem));
        event.target.disabled = false;
      }
    }}}, text);
  }

  showNumbers() {
    const notices = this.steps.at(-1)?.metrics.notices ?? [];
    replace(this.numbers,
      notices.map((text) => h('p', {class: 'notice', role: 'status'}, h('b', {}, `Step ${this.steps.at(-1).step + 1}: `), `${text}.`)),
      progressCard(this.run, this.steps, this.inStep), runFacts(this.run, this.steps, this.evaluations));
  }

  showCurves() {
    if (this.steps.length === 0 && this.evaluations.length === 0) {
      replace(this.curves, empty(isActive(this.run) ? 'No step is committed yet' : 'No step was committed',
        isActive(this.run) && h('p', {}, 'Curves begin with the first one.')));
      return;
    }
    if (!this.charts.node.isConnected) {
      replace(this.curves, this.charts.node);
    }
    this.charts.show(this.steps, this.evaluations);
  }

  showSteps() {
    replace(this.stepTable, stepTable(this.run, this.steps, this.allSteps, () => {
      this.allSteps = true;
      this.showSteps();
    }));
  }

  showEvaluations() {
    replace(this.evaluationTable, evaluationTable(this.run, this.evaluations));
  }

  showCheckpoints() {
    replace(this.checkpointTable, checkpointTable(this.run, this.checkpoints));
  }
}
