-- What finds the rows that have had their time, and what refers to them.

-- Pages of a run's rollouts, newest first, and their question without reading the trajectory.
alter table training.rollout add column question text generated always as (trajectory ->> 'question') stored;
create index rollout_run_idx on training.rollout (run_id, id desc);

-- A run goes with its rows: each foreign key is followed once for every row that goes.
create index rollout_first_idx on training.rollout (first_id) where first_id is not null;
create index rollout_evaluation_idx on training.rollout (evaluation_id) where evaluation_id is not null;
create index task_group_step_idx on training.task_group (step_id);
create index checkpoint_step_idx on training.checkpoint (step_id);
create index evaluation_checkpoint_idx on training.evaluation (checkpoint_id) where checkpoint_id is not null;
create index run_forked_from_idx on training.run (forked_from) where forked_from is not null;
create index run_finished_idx on training.run (finished_at) where finished_at is not null;

-- Whether any judgement or sample of a trajectory is left.
create index judgement_of_trajectory_idx on rrm.judgement (trajectory_id);

create index session_ended_idx on policy.session (ended_at) where ended_at is not null;
