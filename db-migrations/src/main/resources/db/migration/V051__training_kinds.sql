-- Which kinds of run there are is the coordinator's to say, whose algorithms they name: a new one needs no migration.

alter table training.run drop constraint run_kind_is_known;
