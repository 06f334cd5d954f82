-- A judge's service may refuse one trajectory: that rollout has no judgement, and this says why.
alter table training.rollout add column judge_reason text;
comment on column training.rollout.judge_reason is 'Why the judge''s service gave no judgement, in its words, else null';
