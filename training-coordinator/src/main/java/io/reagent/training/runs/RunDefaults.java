package io.reagent.training.runs;

import java.net.URI;
import java.nio.file.Path;

/**
 * What a request need not say.
 *
 * @param policyUrl of the Tinker server
 * @param judgeUrl of the rrm-api
 * @param models where tokenizers lie, in directories named like base models
 */
public record RunDefaults(URI policyUrl, URI judgeUrl, Path models) {}
