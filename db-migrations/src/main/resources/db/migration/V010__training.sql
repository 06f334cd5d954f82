-- What training-coordinator owns: runs, their steps, and everything a step was made of.
-- Ids are UUIDv7, so "order by id" is "order by time". A step's rows appear in one transaction; only rollouts are stored
-- before, as they end, so that a step that is made again does not sample them again.

create schema if not exists training;

create table training.run (
    id            uuid primary key,
    name          text,
    kind          text not null,
    target        text not null,
    spec          jsonb not null,
    state         text not null,
    reason        text,
    step          integer not null default 0,
    steps         integer not null,
    attempt       bigint not null default 0,
    failures      integer not null default 0,
    empty_steps   integer not null default 0,
    weights_path  text,
    sampler_path  text,
    forked_from   uuid,
    resume_at     timestamptz,
    created_at    timestamptz not null default now(),
    started_at    timestamptz,
    finished_at   timestamptz,
    updated_at    timestamptz not null default now(),
    constraint run_kind_is_known check (kind in ('sft', 'grpo', 'reagent-r', 'reagent-u')),
    constraint run_target_is_known check (target in ('policy', 'rrm')),
    constraint run_state_is_known check (state in ('QUEUED', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    constraint run_step_in_range check (step >= 0 and step <= steps)
);

comment on table training.run is 'A training run; this row is the truth about how far it is';
comment on column training.run.spec is 'The request with every default filled in';
comment on column training.run.step is 'Steps committed';
comment on column training.run.attempt is 'Raised whenever a replica begins work on the run; an older attempt commits nothing';
comment on column training.run.weights_path is 'Weights and optimizer after the last committed step, on the policy server';
comment on column training.run.sampler_path is 'The same weights to sample from';

create table training.step (
    id            uuid primary key,
    run_id        uuid not null references training.run (id) on delete cascade,
    step          integer not null,
    attempt       bigint not null,
    trained       boolean not null,
    learning_rate double precision not null,
    reward        double precision,
    metrics       jsonb not null,
    started_at    timestamptz not null,
    finished_at   timestamptz not null,
    constraint step_is_counted_once unique (run_id, step)
);

comment on column training.step.trained is 'False when every group was rejected, so that the weights stayed as they were';
comment on column training.step.reward is 'Mean total reward of the rollouts that have one';

create table training.task_group (
    id          uuid primary key,
    step_id     uuid not null references training.step (id) on delete cascade,
    run_id      uuid not null,
    step        integer not null,
    task_index  integer not null,
    task        text not null,
    question    text not null,
    reference   text not null,
    rejection   text,
    mean        double precision,
    deviation   double precision,
    constraint task_group_is_counted_once unique (run_id, step, task_index)
);

comment on table training.task_group is 'The rollouts of one task in one step, whose rewards were compared; for reagent-u those of both stages';
comment on column training.task_group.rejection is 'Why nothing was learned from it, else null';

create table training.checkpoint (
    id           uuid primary key,
    run_id       uuid not null references training.run (id) on delete cascade,
    step_id      uuid not null references training.step (id) on delete cascade,
    step         integer not null,
    weights_path text not null,
    sampler_path text not null,
    deleted_at   timestamptz,
    created_at   timestamptz not null default now(),
    constraint checkpoint_of_a_step unique (run_id, step)
);

comment on column training.checkpoint.step is 'Steps trained: the checkpoint after the step numbered one less';

alter table training.run
    add constraint run_forked_from_fkey foreign key (forked_from) references training.checkpoint (id) on delete set null;

create table training.evaluation (
    id            uuid primary key,
    run_id        uuid not null references training.run (id) on delete cascade,
    checkpoint_id uuid references training.checkpoint (id) on delete set null,
    step          integer not null,
    passed        integer not null,
    tried         integer not null,
    rate          double precision not null,
    rate_low      double precision not null,
    rate_high     double precision not null,
    metrics       jsonb not null,
    created_at    timestamptz not null default now(),
    constraint evaluation_is_counted_once unique (run_id, step)
);

comment on column training.evaluation.step is 'Steps trained before it; 0 is the policy the run began with';

create table training.rollout (
    id               uuid primary key,
    run_id           uuid not null references training.run (id) on delete cascade,
    step             integer not null,
    stage            text not null,
    task_index       integer not null,
    sample           integer not null,
    group_id         uuid references training.task_group (id) on delete set null,
    evaluation_id    uuid references training.evaluation (id) on delete set null,
    first_id         uuid references training.rollout (id) on delete cascade,
    policy           text not null,
    policy_step      integer not null,
    seed             bigint not null,
    task             text not null,
    trajectory       jsonb not null,
    answer           text generated always as (trajectory ->> 'answer') stored,
    stop             text not null,
    correct          boolean not null,
    tokens           integer[] not null,
    sampled          boolean[] not null,
    logprobs         real[] not null,
    sequence_lengths integer[] not null,
    own_tokens       integer not null,
    calls            integer not null,
    judge            text,
    judgement_id     uuid,
    judge_outcome    text,
    judge_score      double precision,
    critique         text,
    leak_mentions    boolean,
    leak_overlap     double precision,
    masked           text,
    reward_outcome   double precision,
    reward_judge     double precision,
    reward           double precision,
    advantage        double precision,
    created_at       timestamptz not null default now(),
    constraint rollout_is_counted_once unique (run_id, step, stage, task_index, sample),
    constraint rollout_stage_is_known check (stage in ('FIRST', 'REFINED', 'EVALUATION')),
    -- A failed judgement is never a number.
    constraint rollout_score_iff_scored check
        ((judge_outcome is not distinct from 'SCORED') = (judge_score is not null)),
    constraint rollout_tokens_are_aligned check
        (cardinality(tokens) = cardinality(sampled) and cardinality(tokens) = cardinality(logprobs))
);

comment on column training.rollout.policy is 'The weights that were sampled: a tinker path, or the base model''s name';
comment on column training.rollout.policy_step is 'Steps those weights were trained';
comment on column training.rollout.first_id is 'The attempt a refined rollout was shown';
comment on column training.rollout.tokens is 'Prompts and completions as the policy had and gave them; sequences of sequence_lengths one after the other';
comment on column training.rollout.judgement_id is 'rrm.judgement.id, in the schema of the service that judged';
comment on column training.rollout.masked is 'Why the rollout has no reward, else null';

create index rollout_group_idx on training.rollout (group_id);
create index rollout_judgement_idx on training.rollout (judgement_id) where judgement_id is not null;
create index rollout_reward_idx on training.rollout (run_id, reward);
create index run_state_idx on training.run (state) where state in ('QUEUED', 'RUNNING', 'WAITING');

-- db-scheduler's own table, as its documentation gives it for Postgres.
create table training.scheduled_task (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_task_execution_time_idx on training.scheduled_task (execution_time);
create index scheduled_task_last_heartbeat_idx on training.scheduled_task (last_heartbeat);
