-- Who brought a judgement to its end: a share of scores that were asked of a judge that had not begun one is worth an alarm.
alter table training.rollout add column judge_completion text;
alter table training.rollout add constraint rollout_judge_completion_is_known
    check (judge_completion in ('OWN', 'CONTINUED', 'FORCED'));

comment on column training.rollout.judge_completion is
    'OWN, CONTINUED after it was cut off, or FORCED: the score was asked for. Null before a judgement, and for judgements from before this column';
