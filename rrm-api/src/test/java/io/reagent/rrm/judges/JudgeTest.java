package io.reagent.rrm.judges;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.Trajectory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class JudgeTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Trajectory TRAJECTORY = new Trajectory("Why?", List.of(), "so");
    private static final String CRITIQUE = "<think>t</think><critique>c</critique>\n";

    /** Writes what it is told to, one text after the other. */
    private static final class Scripted implements Writer {
        private final boolean held;
        private final Deque<Written.Reason> reasons = new ArrayDeque<>();
        private final Deque<String> texts = new ArrayDeque<>();
        private final List<Prompt> prompts = new ArrayList<>();

        Scripted(boolean held) {
            this.held = held;
        }

        Scripted then(String text, Written.Reason reason) {
            texts.add(text);
            reasons.add(reason);
            return this;
        }

        @Override
        public String model() {
            return "scripted";
        }

        @Override
        public String fingerprint() {
            return "1";
        }

        @Override
        public boolean holdsToForms() {
            return held;
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public Flux<Written> write(Prompt prompt, Sampling sampling) {
            prompts.add(prompt);
            return Flux.just(
                    new Written.Text(texts.removeFirst()),
                    new Written.End(reasons.removeFirst(), new TokenUsage(10, 5)));
        }

        List<JudgeEvent> judge() {
            JudgePromptTemplate template =
                    JudgePromptTemplate.parse("test", "[system]\nJudge.\n[user]\n{{trajectory}}");
            return new Judge(
                            new JudgeIdentity("scripted", model(), "1"),
                            new JudgeDefaults(0, 1, 40, LIMIT),
                            new PromptMaker(template, new byte[] {1}),
                            this,
                            2)
                    .judge(TRAJECTORY, new Sampling(0, 1, 40, 0), LIMIT)
                    .collectList()
                    .block(LIMIT);
        }
    }

    private static JudgeEvent.Verdict verdict(List<JudgeEvent> events) {
        return (JudgeEvent.Verdict) events.getLast();
    }

    @Test
    void aMalformedScoreIsWrittenAnewByAWriterThatCanBeHeldToNumbers() {
        Scripted writer = new Scripted(true)
                .then(CRITIQUE + "<score>7/10</score>", Written.Reason.COMPLETE)
                .then("0.7</score>", Written.Reason.COMPLETE);
        List<JudgeEvent> events = writer.judge();
        assertThat(events)
                .containsExactly(new JudgeEvent.Reasoning("t"), new JudgeEvent.Critique("c"), events.getLast());
        JudgeEvent.Verdict verdict = verdict(events);
        assertThat(verdict.judgement()).isEqualTo(new Judgement.Scored(0.7, "t", "c"));
        assertThat(verdict.rawText()).isEqualTo(CRITIQUE + "<score>0.7</score>");
        assertThat(verdict.diagnostics())
                .containsEntry("replaced", "<score>7/10</score>")
                .containsEntry("continuations", 1);
        assertThat(writer.prompts.getLast().written()).isEqualTo(CRITIQUE + "<score>");
        assertThat(writer.prompts.getLast().form()).isEqualTo(Continuation.SCORE_FORM);
    }

    @Test
    void aMissingScoreIsAskedForAndACutOneWrittenAnew() {
        for (Written.Reason reason : List.of(Written.Reason.COMPLETE, Written.Reason.LENGTH)) {
            for (String rest : List.of("", "<score", "<score>0.")) {
                Scripted writer =
                        new Scripted(true).then(CRITIQUE + rest, reason).then("1</score>", Written.Reason.COMPLETE);
                assertThat(verdict(writer.judge()).judgement()).isEqualTo(new Judgement.Scored(1, "t", "c"));
            }
        }
    }

    @Test
    void aThoughtWithoutEndIsBroughtToCritiqueAndScoreInOneContinuation() {
        Scripted writer = new Scripted(true)
                .then("<think>on and on", Written.Reason.LENGTH)
                .then("too long</critique>\n<score>0.5</score>", Written.Reason.COMPLETE);
        JudgeEvent.Verdict verdict = verdict(writer.judge());
        assertThat(verdict.judgement()).isEqualTo(new Judgement.Scored(0.5, "on and on", "too long"));
        assertThat(writer.prompts.getLast().form()).isEqualTo(Continuation.CRITIQUE_FORM);
    }

    @Test
    void aWriterThatMayWriteAnythingIsAskedOnceMoreInstead() {
        Scripted writer = new Scripted(false)
                .then(CRITIQUE + "<score>7/10</score>", Written.Reason.COMPLETE)
                .then(CRITIQUE + "<score>0.7</score>", Written.Reason.COMPLETE);
        List<JudgeEvent> events = writer.judge();
        assertThat(events).hasAtLeastOneElementOfType(JudgeEvent.Restarted.class);
        assertThat(verdict(events).judgement()).isEqualTo(new Judgement.Scored(0.7, "t", "c"));
        assertThat(writer.prompts)
                .allSatisfy(prompt -> assertThat(prompt.written()).isNull());
    }

    @Test
    void aScoreOutsideTheRangeAndARefusalStayWhatTheyAre() {
        Scripted outside = new Scripted(true)
                .then(CRITIQUE + "<score>7</score>", Written.Reason.COMPLETE)
                .then(CRITIQUE + "<score>8</score>", Written.Reason.COMPLETE);
        assertThat(verdict(outside.judge()).outcome()).isEqualTo(Outcome.OUT_OF_RANGE);
        Scripted refusing = new Scripted(true).then("I cannot judge this.", Written.Reason.COMPLETE);
        assertThat(verdict(refusing.judge()).outcome()).isEqualTo(Outcome.REFUSED);
    }
}
