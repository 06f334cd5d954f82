/** The options of a run as the form shows them: in groups, each with what it does. Defaults are the service's to tell. */

export const GROUPS = [
  {
    title: 'How much', open: true,
    options: {
      steps: 'Steps of the run; each ends with a checkpoint.',
      tasks_per_step: 'Tasks that a step samples.',
      group_size: 'Rollouts of a task that are compared with one another; for reagent-u of each stage.',
      seed: 'Of everything random: the order of tasks, and every rollout.',
    },
  },
  {
    title: 'Reward', open: true,
    options: {
      lambda: 'Weight of the judge’s score: R = outcome + lambda × score.',
      critique: {type: 'truth', text: 'Refined rollouts are shown the critique; without it, their attempt alone.'},
      pooled: {type: 'truth', text: 'Attempts and refinements are compared with one mean; without it, each stage with its own.'},
      min_group_variance: 'Groups whose rewards vary less teach nothing; those with equal rewards never do.',
      leakage_filter: {type: 'truth', text: 'Masks refined rollouts that speak of their critique.'},
    },
  },
  {
    title: 'Learning', open: true,
    options: {
      learning_rate: 'Of AdamW. Released rates are for 8B models; a small model wants more, such as 1e-4.',
      schedule: {type: 'choice', of: ['constant', 'linear', 'cosine'], text: 'How the rate goes on after the warm-up.'},
      warmup_steps: 'Steps in which the rate rises to its peak.',
      clip_low: 'The ratio is clipped at 1 − this.',
      clip_high: 'The ratio is clipped at 1 + this: more than below keeps exploration alive.',
      kl: 'Weight of log π − log π_base for each token, folded into the advantages.',
      epochs: 'Passes over a step’s rollouts.',
      mini_batch: 'Tasks of one optimizer step.',
      grad_clip: 'Longest gradient.',
      weight_decay: 'Of AdamW.',
      batch_tokens: 'Positions that are sent to the policy’s server in one call.',
    },
  },
  {
    title: 'Rollouts',
    options: {
      temperature: 'At which rollouts are sampled.',
      turns: 'Most turns with tools.',
      calls: 'Most tool calls.',
      context_tokens: 'Longest rollout, prompt included; never more than the model’s context.',
      turn_tokens: 'Longest turn.',
      answer_tokens: 'Longest turn that must answer; never more than a quarter of the model’s context.',
      attempt_tokens: 'Most tokens of a first attempt that its refinement is shown.',
      max_staleness: '1: the next step is sampled while one trains, from weights one step old.',
    },
  },
  {
    title: 'Evaluation on held-out tasks', open: true,
    options: {
      evaluate_every: 'Steps between evaluations, with one before the first and one after the last; 0: never.',
      evaluation_tasks: 'Held-out tasks of an evaluation.',
      evaluation_temperature: 'At which it samples; 0 is greedy.',
    },
  },
  {
    title: 'Evaluation on benchmarks',
    options: {
      benchmarks: {type: 'list', text: 'Benchmarks or suites of eval-service, with commas between them, that checkpoints are evaluated on.'},
      benchmark_every: 'Steps between such evaluations, beside the one after the last step; 0: that one alone.',
      benchmark_samples: 'Attempts at each question; 0: the benchmark’s own number.',
      benchmark_limit: 'Questions, the same ones at every step; 0: all.',
      benchmark_strategy: {type: 'choice', of: ['plain', 'reagent-c'], text: 'reagent-c: an attempt is judged, then the agent answers anew with the critique.'},
    },
  },
  {
    title: 'Guards and checkpoints',
    options: {
      max_judge_failure_share: 'More failed judgements in a step stop the run.',
      max_empty_steps: 'So many steps in a row without a group to learn from stop the run.',
      keep_checkpoints: 'The newest that are kept; the best by evaluation is kept beside them.',
    },
  },
];

export const KINDS = {
  'reagent-u': 'First attempts and refinements that are shown their critique, compared with one another.',
  'reagent-r': 'Rollouts of a task, rewarded by outcome and the judge’s score.',
  'grpo': 'Rollouts of a task, rewarded by the outcome alone.',
  'sft': 'Imitates given answers.',
};

/** What a run learns from, by the dataset's name. */
export const DATASETS = {
  world: 'Made-up questions with search, browse and python. Evaluations use the other split, whose names differ.',
  jsonl: 'A line is {"question", "answer"}, or {"messages": […]} that end with the answer; calls and thoughts in messages are learned too.'
    + ' There are no tools. Held-out tasks are the last lines, or another file’s.',
  gsm8k: 'A line is {"question", "answer"} whose answer follows #### at the end of a worked solution. There are no tools.',
  judged: 'A line is {"trajectory", "score", "reasoning"?, "critique"?}: what a judge should say of the trajectory.',
};

/** Settings to begin from. */
export const PRESETS = [
  {
    title: 'Released settings',
    text: 'those of the method’s authors, for an 8B policy',
    options: {},
    lora_rank: '',
  },
  {
    title: 'Small model, one machine',
    text: 'policy-tiny on a laptop: minutes, not days',
    lora_rank: '0',
    options: {
      steps: '20', tasks_per_step: '8', learning_rate: '1e-4', temperature: '1', evaluate_every: '5',
      evaluation_tasks: '64', turns: '12', calls: '12', turn_tokens: '128', answer_tokens: '96',
    },
  },
];

export const described = (text) => (typeof text === 'string' ? {type: 'number', text} : text);

/** Options of a run in the order of the groups. */
export function ordered(options) {
  const order = GROUPS.flatMap((group) => Object.keys(group.options));
  return Object.fromEntries(Object.entries(options).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}
