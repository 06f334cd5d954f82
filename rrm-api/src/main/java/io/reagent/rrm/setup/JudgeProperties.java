package io.reagent.rrm.setup;

import io.reagent.rrm.judges.JudgeDefaults;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One judge: {@code local} or {@code openai} says where its model is, exactly one of them.
 *
 * @param enabled false takes it out, the shipped one too
 * @param local a checkpoint in this process
 * @param openai a server
 * @param template the prompt template's file; unset it is {@code judge.txt} in a local checkpoint's directory, else the
 *     one that ships with the platform
 * @param temperature, topP, maxTokens, timeout what a caller gets who asks for nothing else
 * @param attempts how often it is asked when what it writes cannot be read, never twice alike
 * @param queueCapacity requests that may wait for the model, and long ones that may wait to be rendered and
 *     tokenised, before more are refused
 */
public record JudgeProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable LocalModelProperties local,
        @Nullable OpenAiServerProperties openai,
        @Nullable Path template,
        @DefaultValue("0") double temperature,
        @DefaultValue("1") double topP,
        @DefaultValue("1024") int maxTokens,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("2") int attempts,
        @DefaultValue("256") int queueCapacity) {
    public JudgeProperties {
        require(
                local != null || openai != null,
                enabled
                        ? "model is missing: set local.directory, or openai.base-url and openai.model"
                        : "name is unknown: there is none to take out");
        require(
                local == null || openai == null,
                "model is there twice, local and openai: a server needs a name that no checkpoint has, and rrm-tiny is"
                        + " the shipped one's");
        require(temperature >= 0 && temperature <= 2, "temperature must be from 0 to 2");
        require(topP > 0 && topP <= 1, "top-p must be above 0 and at most 1");
        require(maxTokens >= 1, "max-tokens must be at least 1");
        require(timeout.isPositive(), "timeout must be positive");
        require(attempts >= 1 && attempts <= 10, "attempts must be from 1 to 10");
        require(queueCapacity >= 1, "queue-capacity must be at least 1");
    }

    /** Where its model is. */
    ModelProperties model() {
        if (local != null) {
            return local;
        }
        if (openai != null) {
            return openai;
        }
        throw new IllegalStateException("a judge without a model was accepted");
    }

    JudgeDefaults defaults() {
        return new JudgeDefaults(temperature, topP, maxTokens, timeout);
    }

    static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("a judge's " + problem);
        }
    }
}
