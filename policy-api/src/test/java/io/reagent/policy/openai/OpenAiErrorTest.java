package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.problem.Problem;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.constrain.GrammarException;
import io.reagent.lm.generate.ModelBusyException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class OpenAiErrorTest {
    private static String told(Throwable error) {
        OpenAiError told = OpenAiError.of(error);
        return told.status().value() + " "
                + told.body().path("error").path("type").asString() + " "
                + told.body().path("error").path("code").asString();
    }

    @Test
    void everyFailureHasOpenAisStatusTypeAndCode() {
        assertThat(told(new ModelBusyException(9, Duration.ofSeconds(25))))
                .isEqualTo("429 rate_limit_error rate_limit_exceeded");
        assertThat(told(new CheckpointException("/data/secret is cut"))).isEqualTo("500 server_error server_error");
        assertThat(told(new CompletionException(new ModelBusyException(9, Duration.ofSeconds(25)))))
                .startsWith("429 ");
        assertThat(told(new GrammarException("no token"))).isEqualTo("400 invalid_request_error unsupported_schema");
        assertThat(told(Problem.of(HttpStatus.UNAUTHORIZED, "unauthorized", "No known API key was sent")
                        .asException()))
                .isEqualTo("401 invalid_request_error invalid_api_key");
        assertThat(told(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable", "Postgres is away")
                        .asException()))
                .isEqualTo("503 server_error database_unavailable");
    }

    @Test
    void whatIsOursAloneIsNotTold() {
        for (Throwable ours : new Throwable[] {
            new IllegalStateException("secret"), new CheckpointException("secret"), new NullPointerException("secret")
        }) {
            assertThat(OpenAiError.of(ours).body().toString())
                    .doesNotContain("secret")
                    .contains("service's log");
        }
    }
}
