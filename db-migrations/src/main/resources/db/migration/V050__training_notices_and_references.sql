-- What people should know of a run from its start, and what each rollout's answer was held against: the references of
-- evaluations stood nowhere, those of training only in their groups.

alter table training.run add column notices text[] not null default '{}';

comment on column training.run.notices is 'Tasks that were left out, servers that could not be asked';

alter table training.rollout add column reference text;

comment on column training.rollout.reference is 'The right answer of its task; of a judge''s task, the labelled score';

update training.rollout r set reference = g.reference from training.task_group g where g.id = r.group_id;
