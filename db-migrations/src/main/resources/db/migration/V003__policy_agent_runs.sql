-- What policy-api keeps of agents: each run, and each attempt of it with the tokens exactly as they were sampled.
-- Ids are UUIDv7, so "order by id" is "order by time" and keyset pages need no other column.

create schema if not exists policy;

create table policy.agent_run (
    id          uuid primary key,
    status      text not null,
    question    text not null,
    model       text not null,
    weights     text not null,
    strategy    text not null,
    tools       jsonb not null,
    -- The rest of what was asked, defaults filled in: {system, sampling, limits, judge, world_task}.
    request     jsonb not null,
    world_task  bigint generated always as ((request #>> '{world_task,number}')::bigint) stored,
    -- The task's own answer, for runs on a task of the made-up world.
    reference   text,
    answer      text,
    stop        text,
    stop_limit  text,
    error       text,
    not_refined text,
    started_at  timestamptz not null default now(),
    ended_at    timestamptz,
    -- Whoever runs it says every few seconds that it still does.
    alive_at    timestamptz not null default now(),
    constraint agent_run_status_is_known check (status in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'INTERRUPTED')),
    constraint agent_run_strategy_is_known check (strategy in ('plain', 'reagent-c')),
    constraint agent_run_ends_once check ((status = 'RUNNING') = (ended_at is null)),
    constraint agent_run_done_has_a_reason check ((status = 'DONE') = (stop is not null)),
    constraint agent_run_answered_has_an_answer check ((stop = 'ANSWERED') = (answer is not null))
);

comment on table policy.agent_run is 'One agent on one question';
comment on column policy.agent_run.weights is 'What computed: a base model, the directory of saved weights, or a model on a chat server';
comment on column policy.agent_run.not_refined is 'Why the first answer of a reagent-c run stands';

create index agent_run_model_idx on policy.agent_run (model, id desc);
create index agent_run_status_idx on policy.agent_run (status, id desc);
create index agent_run_running_idx on policy.agent_run (alive_at) where status = 'RUNNING';

create table policy.agent_trajectory (
    id           uuid primary key,
    run_id       uuid not null references policy.agent_run (id) on delete cascade,
    stage        text not null,
    content_hash text not null,
    canonical    jsonb not null,
    question     text not null generated always as (canonical ->> 'question') stored,
    answer       text generated always as (canonical ->> 'answer') stored,
    step_count   integer not null generated always as (jsonb_array_length(canonical -> 'steps')) stored,
    call_count   integer not null generated always as
                     (jsonb_array_length(jsonb_path_query_array(canonical, '$.steps[*].calls[*]'))) stored,
    messages     jsonb not null,
    turns        jsonb not null,
    sequences    jsonb,
    stop         text not null,
    stop_limit   text,
    error        text,
    usage        jsonb not null,
    prompt_tokens     integer not null generated always as ((usage ->> 'prompt_tokens')::integer) stored,
    completion_tokens integer not null generated always as ((usage ->> 'completion_tokens')::integer) stored,
    judgement    jsonb,
    judgement_id uuid generated always as ((judgement ->> 'id')::uuid) stored,
    score        double precision generated always as ((judgement ->> 'score')::double precision) stored,
    elapsed_ms   bigint not null,
    created_at   timestamptz not null default now(),
    constraint agent_trajectory_stage_is_known check (stage in ('initial', 'refined')),
    constraint agent_trajectory_one_of_a_stage unique (run_id, stage),
    constraint agent_trajectory_stop_is_known check (stop in ('ANSWERED', 'NO_ANSWER', 'OUT_OF_TIME', 'MODEL_FAILED')),
    constraint agent_trajectory_hash_is_sha256 check (content_hash ~ '^[0-9a-f]{64}$')
);

comment on table policy.agent_trajectory is 'One attempt of a run; a judge that was shown it has it as rrm.trajectory under the same content_hash';
comment on column policy.agent_trajectory.content_hash is 'SHA-256, hex, of the canonical content';
comment on column policy.agent_trajectory.canonical is 'The attempt as {question, steps: [{thought, calls: [{name, arguments, result}]}], answer}';
comment on column policy.agent_trajectory.messages is 'The same as OpenAI chat messages, the opening included';
comment on column policy.agent_trajectory.turns is 'What each turn said, called and took';
comment on column policy.agent_trajectory.sequences is 'Tokens to train on: [{tokens, logprobs}], logprobs null where a token was not sampled; null when the model did not tell its tokens';
comment on column policy.agent_trajectory.judgement is 'What the judge made of it: {outcome, id, judge, score, critique, reason}';

create index agent_trajectory_hash_idx on policy.agent_trajectory (content_hash);
create index agent_trajectory_judgement_idx on policy.agent_trajectory (judgement_id) where judgement_id is not null;
