package io.reagent.training.runs;

import java.nio.file.Path;

/**
 * What a request need not say.
 *
 * @param policies Tinker servers
 * @param judges rrm-apis
 * @param models where tokenizers lie, in directories named like base models
 */
public record RunDefaults(KnownServers policies, KnownServers judges, Path models) {}
