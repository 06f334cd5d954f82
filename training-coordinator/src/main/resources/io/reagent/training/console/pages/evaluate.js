/** Starting an evaluation of a policy. What is left empty is the benchmark's own default. */

import {get, post} from '../api.js';
import {h, replace} from '../dom.js';
import {clearProblems, field, filled, select, showProblem} from '../fields.js';
import {count, setting} from '../format.js';
import {SERVICE} from '../evaluations.js';
import {badge, crumbs, loaded} from '../parts.js';

export async function showEvaluate({view, query, entitle, signal}) {
  entitle('Start an evaluation');
  await loaded(view, 'benchmarks', async () => {
    const [benchmarks, choices] = await Promise.all([
      get(`${SERVICE}/benchmarks`, signal),
      get(`${SERVICE}/evaluations/choices`, signal),
    ]);
    return new EvaluateForm(benchmarks.items, choices, query).page();
  });
}

const STRATEGIES = {
  'plain': 'Each attempt is the agent’s own.',
  'reagent-c': 'An attempt is judged, and the agent answers anew with the critique before it.',
};

class EvaluateForm {
  constructor(benchmarks, choices, query) {
    Object.assign(this, {choices, query});
    this.benchmarks = benchmarks;
    this.suites = [...new Set(benchmarks.flatMap((one) => one.suites))].sort();
    this.form = h('form', {novalidate: true, on: {
      submit: (event) => {
        event.preventDefault();
        this.submit();
      },
      input: () => this.preview(),
    }});
    this.request = h('pre', {class: 'request'});
    this.problem = h('div', {});
    this.about = h('div', {class: 'benchmark'});
    this.own = h('div', {class: 'option-grid'});
    this.button = h('button', {type: 'submit', class: 'primary'}, 'Start the evaluation');
  }

  page() {
    replace(this.form,
      this.problem,
      h('div', {class: 'card'}, this.questions(), this.about, this.answering()),
      h('div', {class: 'options-head'}, h('h2', {}, 'Options'), h('p', {class: 'hint'}, 'Empty fields take what the benchmark says.')),
      this.groups(),
      h('details', {class: 'card'}, h('summary', {}, 'The request'), h('p', {class: 'hint'}, 'POST /v1/evaluations'), this.request),
      h('div', {class: 'buttons submit'}, this.button));
    this.chosen();
    return [
      crumbs(['Evaluations', '#/evaluations'], ['Start an evaluation']),
      h('h1', {}, 'Start an evaluation'),
      this.form,
    ];
  }

  questions() {
    const here = this.benchmarks.filter((one) => one.readable);
    const away = this.benchmarks.filter((one) => !one.readable);
    const text = (one) => `${one.name}${one.items === null ? '' : ` (${count(one.items)})`}${one.readable ? '' : ', not here'}`;
    const wanted = this.query.get('benchmark') ?? here[0]?.name ?? away[0]?.name ?? '';
    return h('div', {class: 'row'},
      select({name: 'benchmark', label: 'Benchmark', value: wanted, on: () => this.chosen(),
        options: [...[...here, ...away].map((one) => [one.name, text(one)]), ...this.suites.map((one) => [`suite:${one}`, `all of the suite ${one}`])],
        hint: 'With how many questions it has here. A suite starts an evaluation of each of its benchmarks.'}),
      field({name: 'name', label: 'Name', placeholder: 'none', hint: 'What you will look for in the list; no two have the same.'}));
  }

  answering() {
    const {policies, judges, strategies} = this.choices;
    const policy = this.query.get('policy') ?? policies.items.find((one) => one.includes('policy')) ?? policies.items[0] ?? '';
    const usable = judges.items.filter((one) => one.problem === null).map((one) => one.name);
    const lame = judges.items.filter((one) => one.problem !== null);
    return h('div', {class: 'row'},
      field({name: 'policy', label: 'Policy', value: policy, list: policies.items, required: true,
        hint: policies.problem ?? 'A model that agents run on, or the path of a checkpoint.'}),
      select({name: 'strategy', label: 'Strategy', options: strategies.map((one) => [one, one]), hint: Object.entries(STRATEGIES).map(([name, text]) => `${name}: ${text}`).join(' ')}),
      select({name: 'judge', label: 'Judge', options: [['', 'none'], ...usable.map((one) => [one, one])],
        hint: judges.problem ?? ['Judges the last attempt; with reagent-c it is also whose critique is shown.',
          ...lame.map((one) => `${one.name} cannot judge: ${one.problem}`)].join(' ')}));
  }

  groups() {
    const number = (name, label, hint, standard) => field({name, label, number: true, hint, placeholder: standard});
    return h('div', {class: 'option-groups'},
      h('details', {class: 'card', open: true}, h('summary', {}, 'How much'), h('div', {class: 'option-grid'},
        number('samples', 'Samples', 'Attempts at each question. More tell pass@k, and steady pass@1.', this.standard('samples')),
        number('subset.limit', 'Questions', 'So many of those that fit, drawn by the seed.', 'all'),
        field({name: 'subset.categories', label: 'Categories', several: true, placeholder: 'all', hint: 'Only these, between commas.'}),
        field({name: 'subset.levels', label: 'Levels', several: true, placeholder: 'all', hint: 'Only these levels of difficulty.'}),
        field({name: 'subset.ids', label: 'Items', several: true, placeholder: 'all', hint: 'Only questions of these ids.'}),
        number('seed', 'Seed', 'Of the draw, the order and all sampling: with the same seed every policy is asked the same, with the same seeds.', 'drawn'),
        number('concurrency', 'At once', 'Attempts in progress at the same time.', '16'))),
      h('details', {class: 'card', open: true}, h('summary', {}, 'Grading'), h('div', {class: 'option-grid'},
        select({name: 'grader.name', label: 'Grader', options: [['', 'the benchmark’s'], ...this.choices.graders.map((one) => [one, one])],
          hint: 'Who says what is right. docs/grading.md has the rules.'}),
        number('grader.threshold', 'Threshold', 'From which token F1 (f1) or score (judge) an answer counts as right.', 'the grader’s'),
        field({name: 'grader.server', label: 'Grader’s model', list: [...this.choices.grader_servers, ...this.choices.judges.items.map((one) => one.name)],
          placeholder: 'the only one', hint: 'For llm: its name in reagent.eval.graders; for judge: a judge.'}))),
      h('details', {class: 'card'}, h('summary', {}, 'Sampling and limits'), h('div', {class: 'option-grid'},
        number('sampling.temperature', 'Temperature', '0 takes the likeliest token each time: then one sample is all there is to see.', this.standard('temperature')),
        number('sampling.top_p', 'Top-p', 'Of the probability that is sampled from.', this.standard('top_p')),
        number('sampling.max_tokens', 'Tokens of a turn', 'At most.', 'the service’s'),
        number('limits.turns', 'Turns', 'Most turns with tools in an attempt.', this.standard('turns')),
        number('limits.calls', 'Tool calls', 'At most in an attempt.', 'the service’s'),
        number('limits.context_tokens', 'Tokens of the context', 'After which the agent must answer.', 'the service’s'),
        field({name: 'limits.wall', label: 'Time of an attempt', placeholder: 'the service’s', hint: 'Such as 10m.'}),
        field({name: 'tools', label: 'Tools', several: true, placeholder: 'the benchmark’s', hint: this.tools()}),
        field({name: 'prompt', label: 'Prompt', placeholder: 'the benchmark’s', list: ['evaluation', 'training', 'none'],
          hint: 'What the agent is told before the question, or the path of a file.'}))),
      h('details', {class: 'card'}, h('summary', {}, 'Budget'), h('p', {class: 'hint'},
        'What is in progress when one runs out is finished, and the evaluation is partial; it can be resumed with more.'),
      h('div', {class: 'option-grid'},
        number('budget.tokens', 'Tokens', 'Of prompts and completions.', 'no bound'),
        field({name: 'budget.time', label: 'Time', placeholder: 'no bound', hint: 'Since it was started or resumed, such as 2h.'}),
        number('budget.cost', 'Cost', 'In the currency of the prices that are configured.', 'no bound'))),
      this.query.get('run') && h('div', {class: 'card'}, h('p', {class: 'hint'}, 'It is noted whose checkpoint this is.'), h('div', {class: 'row'},
        field({name: 'run.id', label: 'Training run', value: this.query.get('run')}),
        field({name: 'run.step', label: 'Steps done', value: this.query.get('step') ?? '0', number: true}))));
  }

  tools() {
    const {items, problem} = this.choices.tools;
    return problem ?? `Between commas, of ${items.map((one) => (one.problem ? `${one.name} (not here)` : one.name)).join(', ')}.`;
  }

  benchmark() {
    const name = this.form.elements.benchmark?.value;
    return this.benchmarks.find((one) => one.name === name);
  }

  standard(name) {
    const usual = this.benchmark()?.usual ?? this.benchmarks.find((one) => one.name === this.query.get('benchmark') || one.readable)?.usual;
    return usual ? setting(usual[name]) : 'the benchmark’s';
  }

  /** What there is to know of the benchmark that is chosen, and its defaults in the empty fields. */
  chosen() {
    const one = this.benchmark();
    replace(this.about, one ? aboutBenchmark(one) : this.aboutSuite());
    const shown = {'samples': 'samples', 'sampling.temperature': 'temperature', 'sampling.top_p': 'top_p', 'limits.turns': 'turns'};
    for (const [input, name] of Object.entries(shown)) {
      this.form.elements[input].placeholder = one?.usual ? setting(one.usual[name]) : 'the benchmark’s';
    }
    this.form.elements['grader.name'].options[0].textContent = one?.usual ? `the benchmark’s: ${one.usual.grader}` : 'the benchmark’s';
    this.form.elements.tools.placeholder = one?.usual ? one.usual.tools.join(', ') || 'none' : 'the benchmark’s';
    this.form.elements.prompt.placeholder = one?.usual?.prompt ?? 'the benchmark’s';
    this.preview();
  }

  aboutSuite() {
    const suite = this.form.elements.benchmark.value.slice('suite:'.length);
    const members = this.benchmarks.filter((one) => one.suites.includes(suite));
    return h('p', {class: 'hint'}, 'Its benchmarks: ', members.map((one) => [one.name, !one.readable && [' ', badge('not here', 'warn', one.problem?.detail)], ' ']));
  }

  body() {
    const body = filled(this.form);
    if (body.benchmark?.startsWith('suite:')) {
      body.suite = body.benchmark.slice('suite:'.length);
      delete body.benchmark;
    }
    return body;
  }

  preview() {
    this.request.textContent = JSON.stringify(this.body(), null, 2);
  }

  async submit() {
    clearProblems(this.form);
    replace(this.problem);
    this.button.disabled = true;
    try {
      const started = await post(`${SERVICE}/evaluations`, this.body());
      location.hash = started.suite_id ? '#/evaluations' : `#/evaluations/${started.id}`;
    } catch (problem) {
      problem.field = {suite: 'benchmark', grader: 'grader.name'}[problem.field] ?? problem.field;
      showProblem(this.form, this.problem, problem);
    } finally {
      this.button.disabled = false;
    }
  }
}

function aboutBenchmark({title, licence, source, readable, notices, problem, usual}) {
  return [
    !readable && h('div', {class: 'notice', role: 'status'}, h('b', {}, 'Not here: '), problem?.detail,
      problem?.remedy && !problem.detail.includes(problem.remedy) && h('p', {}, problem.remedy),
      source && !problem?.detail.includes(source) && h('p', {}, 'Where to get it: ', source)),
    notices.map((text) => h('p', {class: 'notice'}, text)),
    h('p', {class: 'hint'}, [title, licence, usual && `graded by ${usual.grader}`, usual && (usual.tools.length > 0 ? `tools: ${usual.tools.join(', ')}` : 'its own tools or none')]
      .filter(Boolean).join(' · ')),
  ];
}
