-- What policy-api owns: who trains here, what was trained and saved, and the answers that clients have yet to fetch.

create schema if not exists policy;

create table policy.session (
    id            text primary key,
    tags          jsonb not null,
    user_metadata jsonb,
    display_name  text,
    sdk_version   text,
    created_at    timestamptz not null default now(),
    last_seen_at  timestamptz not null default now(),
    ended_at      timestamptz
);
comment on table policy.session is 'A client process; it says every few seconds that it is still there';
comment on column policy.session.ended_at is 'When it said goodbye, or had been silent too long';
create index session_open_idx on policy.session (last_seen_at) where ended_at is null;

create table policy.training_run (
    id              text primary key,
    session_id      text not null references policy.session (id),
    model_seq_id    bigint not null,
    name            text,
    base_model      text not null,
    lora_rank       integer not null,
    train_attn      boolean not null,
    train_mlp       boolean not null,
    train_unembed   boolean not null,
    user_metadata   jsonb,
    state           text not null default 'LIVE',
    created_at      timestamptz not null default now(),
    last_request_at timestamptz not null default now(),
    constraint training_run_seq_key unique (session_id, model_seq_id),
    constraint training_run_rank_not_negative check (lora_rank >= 0),
    constraint training_run_state_is_known check (state in ('LIVE', 'UNLOADED', 'LOST'))
);
comment on table policy.training_run is 'Weights in training: an adapter of lora_rank over the base, or with rank 0 a copy of all of it';
comment on column policy.training_run.name is 'What its owner calls it; saved policies are named after it';
comment on column policy.training_run.state is 'LIVE while its weights are in memory; LOST when the service ended without it being unloaded';
create index training_run_created_idx on policy.training_run (created_at desc);
create index training_run_name_idx on policy.training_run (name, created_at desc) where name is not null;

create table policy.checkpoint (
    id            uuid primary key,
    run_id        text not null references policy.training_run (id),
    kind          text not null,
    name          text not null,
    directory     text not null,
    size_bytes    bigint not null,
    ephemeral     boolean not null,
    public        boolean not null default false,
    user_metadata jsonb,
    created_at    timestamptz not null default now(),
    expires_at    timestamptz,
    constraint checkpoint_kind_is_known check (kind in ('TRAINING', 'SAMPLER', 'EXTERNAL')),
    constraint checkpoint_name_key unique (run_id, kind, name)
);
comment on table policy.checkpoint is 'Saved weights; the row is written after its directory is whole';
comment on column policy.checkpoint.directory is 'Below the service''s directory of checkpoints; a new one for every save';
comment on column policy.checkpoint.ephemeral is 'Saved for sampling without a name: goes with its session';
create index checkpoint_created_idx on policy.checkpoint (created_at desc);
create index checkpoint_expires_idx on policy.checkpoint (expires_at) where expires_at is not null;

create table policy.sampling_session (
    id         text primary key,
    session_id text not null references policy.session (id),
    seq_id     bigint not null,
    base_model text not null,
    model_path text,
    created_at timestamptz not null default now(),
    constraint sampling_session_seq_key unique (session_id, seq_id)
);
comment on table policy.sampling_session is 'Which weights a sampling client draws from: a base model, or a saved checkpoint by its tinker:// path';

create table policy.future (
    id          uuid primary key,
    run_id      text,
    format      text,
    result      bytea,
    size_bytes  integer not null default 0,
    error       text,
    field       text,
    category    text,
    created_at  timestamptz not null default now(),
    finished_at timestamptz,
    constraint future_format_is_known check (format in ('JSON', 'SAMPLE', 'FORWARD_BACKWARD')),
    constraint future_category_is_known check (category in ('USER', 'SERVER')),
    constraint future_is_pending_or_one_of_both check (
        case when finished_at is null then result is null and error is null
             else (result is null) <> (error is null) end)
);
comment on table policy.future is 'The answer to a request, until its client had time to fetch it';
comment on column policy.future.format is 'What the bytes are: JSON, or a protobuf message of that name';
create index future_pending_idx on policy.future (id) where finished_at is null;
create index future_finished_idx on policy.future (finished_at) where finished_at is not null;
