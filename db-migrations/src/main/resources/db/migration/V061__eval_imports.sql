-- Attempts that were made elsewhere: their files do not say all that is known of our own.
alter table eval.sample
    alter column seed drop not null,
    alter column elapsed_ms drop not null,
    alter column prompt_tokens drop not null,
    alter column completion_tokens drop not null;
