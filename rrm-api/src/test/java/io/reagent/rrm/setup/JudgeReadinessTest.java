package io.reagent.rrm.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.rrm.judges.Judge;
import io.reagent.rrm.judges.JudgeDefaults;
import io.reagent.rrm.judges.JudgeIdentity;
import io.reagent.rrm.judges.JudgeSampling;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.JudgeUnavailableException.Kind;
import io.reagent.rrm.judges.Judges;
import io.reagent.rrm.judges.Prompt;
import io.reagent.rrm.judges.PromptMaker;
import io.reagent.rrm.judges.TokenUsage;
import io.reagent.rrm.judges.UnusableWriter;
import io.reagent.rrm.judges.Writer;
import io.reagent.rrm.judges.Written;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Flux;

class JudgeReadinessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private @Nullable JudgeReadiness readiness;

    /** A model that answers once it is there. */
    private static final class Model implements Writer {
        private volatile @Nullable JudgeUnavailableException failure;

        static Model that(Kind kind, String detail) {
            Model model = new Model();
            model.failure = new JudgeUnavailableException(kind, detail, Duration.ofSeconds(1), null);
            return model;
        }

        void answers() {
            failure = null;
        }

        @Override
        public String model() {
            return "model";
        }

        @Override
        public String fingerprint() {
            return "1";
        }

        @Override
        public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
            JudgeUnavailableException error = failure;
            return error != null
                    ? Flux.error(error)
                    : Flux.just(new Written.End(Written.Reason.LENGTH, new TokenUsage(1, 1)));
        }

        @Override
        public int waiting() {
            return 0;
        }
    }

    private static Judge judge(String name, Writer writer) {
        return new Judge(
                new JudgeIdentity(name, writer.model(), "1"),
                new JudgeDefaults(0, 1, 40, LIMIT),
                new PromptMaker(
                        JudgePromptTemplate.parse("test", "[system]\nJudge.\n[user]\n{{trajectory}}"), new byte[32]),
                writer,
                1,
                1);
    }

    private static Judge unusable(String name) {
        return judge(name, new UnusableWriter(name, "model_type 'mistral' is not supported"));
    }

    private JudgeReadiness of(@Nullable String standard, Judge... judges) {
        readiness = new JudgeReadiness(new Judges(List.of(judges), standard));
        return readiness;
    }

    private Health health() {
        return Objects.requireNonNull(Objects.requireNonNull(readiness).health().block(LIMIT));
    }

    private Object told(String judge) {
        return Objects.requireNonNull(health().getDetails().get(judge));
    }

    private void awaitStatus(Status status) {
        await().atMost(LIMIT).until(() -> health().getStatus().equals(status));
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(readiness).stop();
    }

    @Test
    void isNotReadyBeforeTheModelAnsweredOnce() {
        of(null, judge("one", new Model()));
        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(told("one")).isEqualTo("not asked yet");
        readiness.start();
        awaitStatus(Status.UP);
        assertThat(told("one")).isEqualTo("answers");
    }

    @Test
    void aModelThatIsAwayIsToldAndAskedUntilItAnswers() {
        Model model = Model.that(Kind.DOWN, "connection refused");
        of(null, judge("one", model)).start();
        await().atMost(LIMIT).until(() -> told("one").equals("connection refused"));
        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        model.answers();
        awaitStatus(Status.UP);
        assertThat(told("one")).isEqualTo("answers");
    }

    @Test
    void aModelThatIsStillBusyHasNotFailed() throws InterruptedException {
        of(null, judge("one", Model.that(Kind.BUSY, "its queue is full"))).start();
        Thread.sleep(500);
        assertThat(told("one")).isEqualTo("not asked yet");
        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void theJudgeThatJudgesByDefaultDecides() {
        Model standard = Model.that(Kind.DOWN, "connection refused");
        of("b", judge("a", new Model()), judge("b", standard)).start();
        await().atMost(LIMIT)
                .until(() -> told("a").equals("answers") && told("b").equals("connection refused"));
        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        standard.answers();
        awaitStatus(Status.UP);
    }

    @Test
    void anyJudgeThatIsAwayCountsWhereNoneJudgesByDefault() {
        Model other = Model.that(Kind.DOWN, "connection refused");
        of(null, judge("a", new Model()), judge("b", other)).start();
        await().atMost(LIMIT)
                .until(() -> told("a").equals("answers") && told("b").equals("connection refused"));
        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        other.answers();
        awaitStatus(Status.UP);
    }

    @Test
    void aModelThatCouldNotBeLoadedSaysWhyAndCountsForNothingBesideAnother() {
        of("b", judge("a", new Model()), unusable("b")).start();
        awaitStatus(Status.UP);
        await().atMost(LIMIT).until(() -> told("b").equals("model_type 'mistral' is not supported"));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whereNoModelCouldBeLoadedTheServiceIsNeverReady() {
        of(null, unusable("one")).start();
        await().atMost(LIMIT).until(() -> told("one").equals("model_type 'mistral' is not supported"));
        assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }
}
