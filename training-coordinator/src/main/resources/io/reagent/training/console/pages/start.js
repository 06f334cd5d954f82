/** Starting a run, anew or from a checkpoint of another one. */

import {get, post} from '../api.js';
import {h, replace} from '../dom.js';
import {runName, setting} from '../format.js';
import {clearProblems, field, filled, select, showProblem} from '../fields.js';
import {DATASETS, described, GROUPS, KINDS, PRESETS} from '../options.js';
import {crumbs, loaded} from '../parts.js';

export async function showStart({view, entitle, signal}) {
  entitle('Start a run');
  await loaded(view, 'defaults', async () => {
    const defaults = await get('/v1/training-defaults', signal);
    return new StartForm(defaults, null).page();
  });
}

export async function showFork({view, query, entitle, signal}, id) {
  entitle('Fork a run');
  await loaded(view, 'the run', async () => {
    const [defaults, run, checkpoints] = await Promise.all([
      get('/v1/training-defaults', signal),
      get(`/v1/training-runs/${id}`, signal),
      get(`/v1/training-runs/${id}/checkpoints`, signal),
    ]);
    const kept = checkpoints.items.filter((checkpoint) => checkpoint.deleted_at === null);
    return new StartForm(defaults, {run, kept, step: query.get('step')}).page();
  });
}

class StartForm {
  /** @param fork the run, its kept checkpoints and the step to begin from, or null for a run from the beginning */
  constructor(defaults, fork) {
    this.defaults = defaults;
    this.fork = fork;
    this.kind = fork ? fork.run.kind : 'reagent-u';
    this.form = h('form', {class: 'start', novalidate: true, on: {
      submit: (event) => {
        event.preventDefault();
        this.submit();
      },
      input: () => this.preview(),
    }});
    this.request = h('pre', {class: 'request'});
    this.problem = h('div', {});
    this.options = h('div', {class: 'option-groups'});
    this.datasetFields = h('div', {class: 'within-row'});
    this.datasetHint = h('p', {class: 'hint'});
    this.button = h('button', {type: 'submit', class: 'primary'}, fork ? 'Start the fork' : 'Start the run');
  }

  page() {
    const {fork} = this;
    replace(this.form,
      this.problem,
      h('div', {class: 'card'}, fork ? this.forkFields() : this.freshFields()),
      h('div', {class: 'options-head'}, h('h2', {}, 'Options'), fork ? h('p', {class: 'hint'}, 'Empty fields keep the run’s own settings.') : this.presets()),
      this.options,
      h('details', {class: 'card'}, h('summary', {}, 'The request'), h('p', {class: 'hint'},
        fork ? `POST /v1/training-runs/${fork.run.id}/fork` : 'POST /v1/training-runs'), this.request),
      h('div', {class: 'buttons submit'}, this.button));
    this.showOptions({});
    this.showDataset();
    this.preview();
    return [
      fork ? crumbs(['Runs', '#/runs'], [runName(fork.run), `#/runs/${fork.run.id}`], ['Fork'])
        : crumbs(['Runs', '#/runs'], ['Start a run']),
      h('h1', {}, fork ? `Fork ${runName(fork.run)}` : 'Start a run'),
      this.form,
    ];
  }

  freshFields() {
    const {policy, judge_url: judge} = this.defaults;
    const models = policy.base_models;
    const tiny = models.find((model) => model.includes('policy')) ?? models[0] ?? '';
    return [
      this.kinds(),
      h('div', {class: 'row'},
        field({name: 'name', label: 'Name', hint: 'What you will look for in the list.', placeholder: 'none'}),
        select({name: 'target', label: 'What is trained', on: () => this.showDataset(), options: [['policy', 'a policy'], ['rrm', 'a judge (sft or grpo)']],
          hint: 'A judge learns from labelled trajectories.'})),
      h('div', {class: 'row'},
        field({name: 'policy.base_model', label: 'Base model', value: tiny, list: models, required: true,
          hint: policy.problem ?? `Offered by the policy host at ${policy.url}.`}),
        field({name: 'policy.lora_rank', label: 'LoRA rank', placeholder: '32', number: true, hint: 'Default 32. 0 trains all weights.'}),
        field({name: 'judge.name', label: 'Judge', placeholder: 'the service’s default', hint: `By its name at ${judge}.`})),
      this.servers(),
      h('div', {class: 'row'},
        field({name: 'policy.tokenizer_directory', label: 'Tokenizer', placeholder: 'found by itself',
          hint: 'A directory below the coordinator’s models; empty: the base model’s own, as its host names it.'}),
        field({name: 'policy.system', label: 'System message', placeholder: 'none', hint: 'Before every task.'})),
      h('div', {class: 'row'},
        select({name: 'dataset.name', label: 'Tasks', on: () => this.showDataset(), options: [
          ['world', 'generated world'], ['jsonl', 'a JSONL file'], ['gsm8k', 'a file like GSM8K’s']]}),
        this.datasetFields),
      this.datasetHint,
    ];
  }

  /** Only where there is a choice. */
  servers() {
    const {policies, judges} = this.defaults.servers;
    const choice = (name, label, names, hint) => names.length > 1
      && select({name, label, options: [['', names[0]], ...names.slice(1).map((one) => [one, one])], hint});
    return (policies.length > 1 || judges.length > 1) && h('div', {class: 'row'},
      choice('policy.server', 'Policy’s server', policies, 'Those that the operator named.'),
      choice('judge.server', 'Judge’s service', judges, 'Those that the operator named.'));
  }

  forkFields() {
    const {run, kept, step} = this.fork;
    const newest = kept.at(-1)?.step;
    return [
      kept.length === 0 && h('p', {class: 'hint'}, 'The run keeps no checkpoint yet: there is nothing to fork from.'),
      h('div', {class: 'row'},
        select({name: 'step', label: 'From the checkpoint', number: true, value: step ?? String(newest ?? ''), options: kept.map((checkpoint) =>
          [String(checkpoint.step), `after ${checkpoint.step} of ${run.steps} steps`]).reverse(), hint: 'Those that are kept.'}),
        field({name: 'name', label: 'Name', placeholder: run.name ?? 'none', hint: 'Empty keeps the run’s name.'})),
      this.kinds(),
    ];
  }

  kinds() {
    return h('fieldset', {class: 'kinds', 'data-field': 'kind'},
      h('legend', {}, 'Kind'),
      Object.entries(KINDS).map(([kind, text]) => h('label', {class: 'kind'},
        h('input', {type: 'radio', name: 'kind', value: kind, checked: kind === this.kind, on: {change: () => this.chooseKind(kind)}}),
        h('span', {}, h('b', {}, kind), h('small', {}, text)))),
      h('p', {class: 'error', hidden: true}));
  }

  chooseKind(kind) {
    const typed = this.typedOptions();
    this.kind = kind;
    this.showOptions(typed);
  }

  presets() {
    return h('div', {class: 'presets'}, PRESETS.map((preset) =>
      h('button', {type: 'button', title: preset.text, on: {click: () => {
        this.showOptions(preset.options);
        this.form.elements['policy.lora_rank'].value = preset.lora_rank;
        this.preview();
      }}}, preset.title)));
  }

  /** @param typed values to keep, by option */
  showOptions(typed) {
    const standard = this.defaults.kinds[this.kind];
    const own = this.fork ? this.fork.run.spec.options : {};
    replace(this.options, GROUPS.map((group) => {
      const here = Object.entries(group.options).filter(([name]) => name in standard);
      return here.length > 0 && h('details', {class: 'card', open: group.open || here.some(([name]) => typed[name])},
        h('summary', {}, group.title),
        h('div', {class: 'option-grid'}, here.map(([name, text]) => option(name, described(text),
          name in own ? own[name] : standard[name], name in own ? 'now' : 'default', typed[name]))));
    }));
    this.preview();
  }

  showDataset() {
    if (this.fork) {
      return;
    }
    const name = this.form.elements['dataset.name'].value;
    const {directories, files} = this.defaults.datasets;
    this.datasetHint.textContent = DATASETS[name === 'jsonl' && this.form.elements.target.value === 'rrm' ? 'judged' : name];
    replace(this.datasetFields, name === 'world'
      ? [select({name: 'dataset.split', label: 'Split', options: [['', 'train (default)'], ['held_out', 'held out']],
        hint: 'The other split’s names and phrasings serve evaluations.'}),
      field({name: 'dataset.first_seed', label: 'First seed', placeholder: '0', number: true, hint: 'Default 0.'}),
      field({name: 'dataset.tasks', label: 'Number of tasks', placeholder: '1000000', number: true, hint: 'Default 1,000,000.'})]
      : [field({name: 'dataset.path', label: 'Path', required: true, list: files,
        hint: directories.length > 0 ? `Within ${directories.join(' or ')}, on the coordinator’s machine.`
          : 'The operator has named no directory of datasets (reagent.training.datasets.directories).'}),
        field({name: 'dataset.evaluation_path', label: 'Path of held-out tasks', placeholder: 'none', list: files, hint: 'Else the last lines are held out.'})]);
    this.preview();
  }

  typedOptions() {
    return Object.fromEntries([...this.form.elements]
      .filter((input) => input.name.startsWith('options.') && input.value !== '')
      .map((input) => [input.name.slice('options.'.length), input.value]));
  }

  /** The request's body: what was filled in, and nothing else. */
  body() {
    const body = {kind: this.kind, ...filled(this.form)};
    if (body.target === 'policy') {
      delete body.target;
    }
    if (this.fork && this.kind === this.fork.run.kind) {
      delete body.kind;
    }
    return body;
  }

  preview() {
    if (this.options.isConnected || this.options.firstChild) {
      this.request.textContent = JSON.stringify(this.body(), null, 2);
    }
  }

  async submit() {
    clearProblems(this.form);
    replace(this.problem);
    this.button.disabled = true;
    try {
      const path = this.fork ? `/v1/training-runs/${this.fork.run.id}/fork` : '/v1/training-runs';
      const run = await post(path, this.body());
      location.hash = `#/runs/${run.id}`;
    } catch (problem) {
      showProblem(this.form, this.problem, problem);
    } finally {
      this.button.disabled = false;
    }
  }
}

function option(name, {type, text, of}, standard, whose, typed) {
  const common = {name: `options.${name}`, label: name, mono: true, hint: text, value: typed,
    standard: `${whose} ${typeof standard === 'boolean' ? (standard ? 'on' : 'off') : setting(standard)}`};
  const unset = whose === 'now' ? 'as it is' : 'default';
  switch (type) {
    case 'truth': return select({...common, options: [['', unset], ['true', 'on'], ['false', 'off']]});
    case 'list': return field({...common, several: true, placeholder: setting(standard)});
    case 'choice': return select({...common, options: [['', unset], ...of.map((one) => [one, one])]});
    default: return field({...common, number: true, placeholder: setting(standard)});
  }
}
