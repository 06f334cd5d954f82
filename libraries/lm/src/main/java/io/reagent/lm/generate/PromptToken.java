package io.reagent.lm.generate;

import java.util.List;

/**
 * A prompt token as the model sees it coming.
 *
 * @param id the token
 * @param logprob of the token after those before it, at temperature 1
 * @param alternatives the likeliest tokens there, as many as were asked for
 */
public record PromptToken(int id, float logprob, List<GeneratedToken.Alternative> alternatives) {}
