-- Which evaluations a run has asked of eval-service, and those it has yet to ask. What comes of one, eval-service knows.

create table training.benchmark_evaluation (
    id            uuid primary key,
    run_id        uuid not null references training.run (id) on delete cascade,
    step          integer not null,
    benchmark     text not null,
    policy        text not null,
    state         text not null default 'DUE',
    evaluation_id uuid,
    reason        text,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    constraint benchmark_evaluation_is_asked_once unique (run_id, step, benchmark),
    constraint benchmark_evaluation_state_is_known check (state in ('DUE', 'STARTED', 'OVER', 'REFUSED')),
    constraint benchmark_evaluation_started_has_id check (state not in ('STARTED', 'OVER') or evaluation_id is not null)
);

create index benchmark_evaluation_unfinished_idx on training.benchmark_evaluation (run_id)
    where state in ('DUE', 'STARTED');
create index benchmark_evaluation_policy_idx on training.benchmark_evaluation (policy)
    where state in ('DUE', 'STARTED');

comment on column training.benchmark_evaluation.step is 'Steps trained';
comment on column training.benchmark_evaluation.policy is 'What is evaluated: the path of a checkpoint, which is kept while this is DUE or STARTED, or a base model';
comment on column training.benchmark_evaluation.reason is 'Why it is not asked yet, or was refused';
