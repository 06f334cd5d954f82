package io.reagent.rrm.judges;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
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
    private static class Scripted implements Writer {
        private final boolean held;
        private final Deque<Written.Reason> reasons = new ArrayDeque<>();
        private final Deque<String> texts = new ArrayDeque<>();
        private final List<Prompt> prompts = new ArrayList<>();
        private final List<Integer> asked = new ArrayList<>();

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
        public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
            prompts.add(prompt);
            asked.add(sampling.maxTokens());
            return Flux.just(
                    new Written.Text(texts.removeFirst()),
                    new Written.End(reasons.removeFirst(), new TokenUsage(10, 5)));
        }

        synchronized void asked(Prompt prompt) {
            prompts.add(prompt);
        }

        List<JudgeEvent> events() {
            Judge judge = judge();
            return judge.judge(judge.show(TRAJECTORY), new JudgeSampling(0, 1, 40, 0), LIMIT)
                    .collectList()
                    .block(LIMIT);
        }

        Judge judge() {
            JudgePromptTemplate template =
                    JudgePromptTemplate.parse("test", "[system]\nJudge.\n[user]\n{{trajectory}}");
            return new Judge(
                    new JudgeIdentity("scripted", model(), "1"),
                    new JudgeDefaults(0, 1, 40, LIMIT),
                    new PromptMaker(template, new byte[] {1}),
                    this,
                    2,
                    256);
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
        List<JudgeEvent> events = writer.events();
        assertThat(events)
                .containsExactly(new JudgeEvent.Reasoning("t"), new JudgeEvent.Critique("c"), events.getLast());
        JudgeEvent.Verdict verdict = verdict(events);
        assertThat(verdict.judgement()).isEqualTo(new Judgement.Scored(0.7, "t", "c"));
        assertThat(verdict.rawText()).isEqualTo(CRITIQUE + "<score>0.7</score>");
        assertThat(verdict.diagnostics())
                .containsEntry("replaced", "<score>7/10</score>")
                .containsEntry("continuations", 1)
                .doesNotContainKey("score_forced");
        assertThat(writer.prompts.getLast().written()).isEqualTo(CRITIQUE + "<score>");
        assertThat(writer.prompts.getLast().form()).isEqualTo(Continuation.SCORE_FORM);
    }

    @Test
    void aScoreWhoseTagWasCutIsTheJudgesOwn() {
        Scripted writer = new Scripted(true).then(CRITIQUE + "<score>0.85</sco", Written.Reason.LENGTH);
        JudgeEvent.Verdict verdict = verdict(writer.events());
        assertThat(verdict.judgement()).isEqualTo(new Judgement.Scored(0.85, "t", "c"));
        assertThat(verdict.completion()).isEqualTo(JudgeEvent.Completion.CONTINUED);
        assertThat(writer.prompts).hasSize(1);
    }

    @Test
    void asManyLongTrajectoriesWaitAsTheJudgesQueueTakes() {
        Scripted writer = new Scripted(false) {
            @Override
            public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
                return Flux.just(
                        new Written.Text(CRITIQUE + "<score>1</score>"),
                        new Written.End(Written.Reason.COMPLETE, new TokenUsage(1, 1)));
            }
        };
        Judge judge = writer.judge();
        Trajectory longOne = new Trajectory("Why?", List.of(), "so ".repeat(30_000));
        assertThat(Flux.range(0, 100)
                        .flatMap(
                                i -> judge.judge(judge.show(longOne), new JudgeSampling(0, 1, 40, 0), LIMIT)
                                        .last(),
                                100)
                        .collectList()
                        .block(LIMIT))
                .hasSize(100);
    }

    @Test
    void theSamplesOfARequestShareWhatIsAskedAndItsShortening() {
        Scripted writer = new Scripted(false) {
            @Override
            public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
                asked(prompt);
                return prompt.user().length() > 1000
                        ? Flux.error(new PromptTooLongException("too long", 0.5))
                        : Flux.just(
                                new Written.Text(CRITIQUE + "<score>1</score>"),
                                new Written.End(Written.Reason.COMPLETE, new TokenUsage(1, 1)));
            }
        };
        Judge judge = writer.judge();
        Step step = new Step(null, List.of(new ToolCall("browse", "{}", "so ".repeat(1000))));
        Showing showing = judge.show(new Trajectory("Why?", List.of(step), "so"));

        List<JudgeEvent> verdicts = Flux.range(0, 16)
                .flatMap(
                        i -> judge.judge(showing, new JudgeSampling(1, 1, 40, i), LIMIT)
                                .last(),
                        16)
                .collectList()
                .block(LIMIT);

        assertThat(verdicts).hasSize(16).allSatisfy(last -> assertThat(((JudgeEvent.Verdict) last).outcome())
                .isEqualTo(Outcome.SCORED));
        // whole, half and a quarter
        assertThat(writer.prompts.stream().map(Prompt::asked).distinct()).hasSizeBetween(2, 3);
    }

    @Test
    void aMissingScoreIsAskedForAndACutOneWrittenAnew() {
        for (Written.Reason reason : List.of(Written.Reason.COMPLETE, Written.Reason.LENGTH)) {
            for (String rest : List.of("", "<score", "<score>0.")) {
                Scripted writer =
                        new Scripted(true).then(CRITIQUE + rest, reason).then("1</score>", Written.Reason.COMPLETE);
                assertThat(verdict(writer.events()).judgement()).isEqualTo(new Judgement.Scored(1, "t", "c"));
            }
        }
    }

    @Test
    void aCritiqueWithoutEndIsClosedAndItsScoreAskedFor() {
        for (Written.Reason reason : List.of(Written.Reason.COMPLETE, Written.Reason.LENGTH)) {
            Scripted writer = new Scripted(true)
                    .then("<think>t</think><critique>c, and", reason)
                    .then("0.5</score>", Written.Reason.COMPLETE);
            JudgeEvent.Verdict verdict = verdict(writer.events());
            assertThat(verdict.judgement()).isEqualTo(new Judgement.Scored(0.5, "t", "c, and"));
            assertThat(verdict.diagnostics()).containsEntry("score_forced", true);
            assertThat(verdict.completion()).isEqualTo(JudgeEvent.Completion.FORCED);
        }
    }

    @Test
    void whatIsHeardOfAnOpenCritiqueIsThatCritiqueAndNotTheScoreInIt() {
        Scripted writer = new Scripted(true)
                .then("<critique>c <score>0.5</score>", Written.Reason.COMPLETE)
                .then("0.4</score>", Written.Reason.COMPLETE);
        List<JudgeEvent> events = writer.events();
        int restart = events.lastIndexOf(new JudgeEvent.Restarted());
        assertThat(events.subList(restart + 1, events.size()))
                .containsExactly(new JudgeEvent.Critique("c"), events.getLast());
        assertThat(verdict(events).judgement()).isEqualTo(new Judgement.Scored(0.4, "", "c"));
    }

    @Test
    void aTextThatNeverComesToAVerdictGetsNoNumber() {
        for (boolean held : List.of(true, false)) {
            Scripted cut = new Scripted(held).then("and then the agent, and then", Written.Reason.LENGTH);
            assertThat(verdict(cut.events()).outcome()).isEqualTo(Outcome.TRUNCATED);
            Scripted thinking = new Scripted(held).then("<think>on and on", Written.Reason.LENGTH);
            assertThat(verdict(thinking.events()).outcome()).isEqualTo(Outcome.TRUNCATED);
            Scripted rambling = new Scripted(held)
                    .then("a nice day", Written.Reason.COMPLETE)
                    .then(CRITIQUE + "<score>not applicable</score>", Written.Reason.COMPLETE);
            JudgeEvent.Verdict verdict = verdict(rambling.events());
            assertThat(verdict.outcome()).isEqualTo(Outcome.PARSE_ERROR);
            assertThat(verdict.diagnostics()).doesNotContainKeys("continuations", "score_forced");
        }
    }

    @Test
    void aScoreThatTheJudgeBeganItselfIsContinuedAndNotForced() {
        Scripted writer = new Scripted(false)
                .then(CRITIQUE + "<score>0.", Written.Reason.LENGTH)
                .then("5</score>", Written.Reason.COMPLETE);
        assertThat(verdict(writer.events()).completion()).isEqualTo(JudgeEvent.Completion.CONTINUED);
    }

    @Test
    void allThatIsWrittenTogetherStaysWithinMaxTokens() {
        Scripted writer = new Scripted(false)
                .then(CRITIQUE, Written.Reason.LENGTH)
                .then("0", Written.Reason.LENGTH)
                .then("never asked", Written.Reason.COMPLETE);
        assertThat(verdict(writer.events()).outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(writer.asked).containsExactly(24, 16);
    }

    @Test
    void halvesOfCharactersAndNulNeverLeaveAJudge() {
        Scripted writer = new Scripted(false) {
            @Override
            public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
                return Flux.just(
                        new Written.Text("<critique>so \uD83D"),
                        new Written.Text("\uDE00 c\uD83D\0</critique><score>0.7</score>\uD83D"),
                        new Written.End(Written.Reason.COMPLETE, new TokenUsage(1, 1)));
            }
        };
        List<JudgeEvent> events = writer.events();
        assertThat(events).startsWith(new JudgeEvent.Critique("so"), new JudgeEvent.Critique(" 😀 c\uFFFD\uFFFD"));
        assertThat(verdict(events).judgement()).isEqualTo(new Judgement.Scored(0.7, "", "so 😀 c\uFFFD\uFFFD"));
        assertThat(verdict(events).rawText()).endsWith("</score>\uFFFD");
    }

    /** Time runs out a thousandth of a second, more or less, from when the verdict is there. */
    @Test
    void aJudgementEndsWithOneVerdictWhenItIsReachedAsTimeRunsOut() {
        Duration limit = Duration.ofMillis(2);
        Scripted late = new Scripted(false) {
            @Override
            public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
                return Flux.<Written>just(
                                new Written.Text(CRITIQUE + "<score>1</score>"),
                                new Written.End(Written.Reason.COMPLETE, new TokenUsage(1, 1)))
                        .delaySequence(limit);
            }
        };
        Judge judge = late.judge();
        List<List<JudgeEvent>> all = Flux.range(0, 4000)
                .flatMap(
                        i -> judge.judge(judge.show(TRAJECTORY), new JudgeSampling(0, 1, 40, 0), limit)
                                .collectList(),
                        32)
                .collectList()
                .block(LIMIT);
        assertThat(all).hasSize(4000).allSatisfy(events -> assertThat(events)
                .filteredOn(JudgeEvent.Verdict.class::isInstance)
                .hasSize(1));
    }

    @Test
    void aWriterThatMayWriteAnythingIsAskedOnceMoreInstead() {
        Scripted writer = new Scripted(false)
                .then(CRITIQUE + "<score>7/10</score>", Written.Reason.COMPLETE)
                .then(CRITIQUE + "<score>0.7</score>", Written.Reason.COMPLETE);
        List<JudgeEvent> events = writer.events();
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
        assertThat(verdict(outside.events()).outcome()).isEqualTo(Outcome.OUT_OF_RANGE);
        Scripted refusing = new Scripted(true).then("I cannot judge this.", Written.Reason.COMPLETE);
        assertThat(verdict(refusing.events()).outcome()).isEqualTo(Outcome.REFUSED);
    }
}
