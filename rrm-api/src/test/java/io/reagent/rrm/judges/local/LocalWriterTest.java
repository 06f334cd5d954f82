package io.reagent.rrm.judges.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.lm.decoder.WeightFormat;
import io.reagent.lm.generate.Engine;
import io.reagent.rrm.judges.Judge;
import io.reagent.rrm.judges.JudgeDefaults;
import io.reagent.rrm.judges.JudgeEvent;
import io.reagent.rrm.judges.JudgeIdentity;
import io.reagent.rrm.judges.JudgeSampling;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.Prompt;
import io.reagent.rrm.judges.PromptMaker;
import io.reagent.rrm.judges.PromptTooLongException;
import io.reagent.rrm.judges.Written;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TextLane;
import io.reagent.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** On a randomly initialised checkpoint of a few thousand parameters: what it writes is noise, how it writes is not. */
class LocalWriterTest {
    private static final Path FIXTURE = Path.of("../lab/conformance/fixtures/qwen3");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CONTEXT = 1024;
    private static final JudgeSampling NOISE = new JudgeSampling(1, 1, 40, 7);

    @TempDir
    static Path directory;

    private static LocalWriter writer;

    @BeforeAll
    static void load() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURE)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Path config = directory.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceAll("\"max_position_embeddings\": \\d+", "\"max_position_embeddings\": " + CONTEXT));
        writer = LocalWriter.load(directory, "cpu", WeightFormat.FULL, new Engine.Limits(32, 2, 1 << 16));
    }

    @AfterAll
    static void close() {
        writer.close();
    }

    private static Prompt prompt(String user) {
        return new Prompt("Judge.", user);
    }

    private static Judge judge(String template) {
        return new Judge(
                new JudgeIdentity("noise", writer.model(), "v"),
                new JudgeDefaults(0, 1, 40, LIMIT),
                new PromptMaker(JudgePromptTemplate.parse("test", template), new byte[] {1}),
                writer,
                2,
                256);
    }

    @Test
    void writesTextAndThenItsEndWithUsage() {
        List<Written> written =
                writer.write(prompt("Well?"), NOISE).collectList().block(LIMIT);
        assertThat(written.getLast()).isInstanceOfSatisfying(Written.End.class, end -> {
            assertThat(end.usage().outputTokens()).isBetween(1, 40);
            assertThat(end.usage().inputTokens()).isGreaterThan(5);
        });
        assertThat(written.size()).isGreaterThan(2);
    }

    @Test
    void theSameSeedWritesTheSameAndAnotherSeedDoesNot() {
        assertThat(text(NOISE)).isEqualTo(text(NOISE)).isNotEqualTo(text(new JudgeSampling(1, 1, 40, 8)));
    }

    private static String text(JudgeSampling sampling) {
        StringBuilder text = new StringBuilder();
        writer.write(prompt("Well?"), sampling)
                .ofType(Written.Text.class)
                .doOnNext(t -> text.append(t.text()))
                .blockLast(LIMIT);
        return text.toString();
    }

    @Test
    void aPromptThatDoesNotFitSaysHowMuchOfItWould() {
        assertThatThrownBy(
                        () -> writer.write(prompt("word ".repeat(2000)), NOISE).blockLast(LIMIT))
                .isInstanceOfSatisfying(PromptTooLongException.class, tooLong -> assertThat(tooLong.fraction())
                        .isBetween(0.01, 0.5));
    }

    @Test
    void aPromptOfMillionsOfWordsIsRefusedBeforeItIsTokenised() {
        Prompt endless = prompt("a ".repeat(7_300_000));
        long start = System.nanoTime();
        assertThatThrownBy(() -> writer.write(endless, NOISE).blockLast(LIMIT))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("tokens or more");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aFullQueueIsBusyAndWhatWasAcceptedGoesOn() {
        List<Object> ends = Flux.range(0, 80)
                .flatMap(
                        i -> writer.write(prompt("Well?"), new JudgeSampling(1, 1, 60, i))
                                .last()
                                .cast(Object.class)
                                .onErrorResume(reactor.core.publisher.Mono::just),
                        80)
                .collectList()
                .block(LIMIT);
        assertThat(ends).hasSize(80);
        assertThat(ends).filteredOn(Written.End.class::isInstance).isNotEmpty();
        assertThat(ends)
                .filteredOn(e -> !(e instanceof Written.End))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(((JudgeUnavailableException) e).kind())
                        .isEqualTo(JudgeUnavailableException.Kind.BUSY));
        assertThat(writer.write(prompt("Well?"), NOISE).blockLast(LIMIT)).isInstanceOf(Written.End.class);
    }

    @Test
    void asManyLongPromptsWaitAsTheQueueTakes() throws IOException {
        CountDownLatch held = new CountDownLatch(1);
        TextLane.executor(1).execute(() -> awaitQuietly(held));
        List<Object> ends;
        try (LocalWriter roomy =
                LocalWriter.load(directory, "cpu", WeightFormat.FULL, new Engine.Limits(1, 200, 1024))) {
            Mono<List<Object>> waiting = Flux.range(0, 200)
                    .flatMap(
                            i -> roomy.write(prompt("word ".repeat(15_000)), NOISE)
                                    .last()
                                    .cast(Object.class)
                                    .onErrorResume(Mono::just),
                            200)
                    .collectList()
                    .cache();
            waiting.subscribe();
            held.countDown();
            ends = waiting.block(LIMIT);
        }
        assertThat(ends).hasSize(200).hasOnlyElementsOfType(PromptTooLongException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theTokensOfAPromptAreFoundOnce() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            PromptEncoder encoder = new PromptEncoder(tokenizer, ChatTemplate.load(directory, tokenizer));
            Prompt prompt = prompt("Well?");
            int[] tokens = encoder.encode(prompt, CONTEXT);
            assertThat(encoder.encode(prompt, CONTEXT)).isSameAs(tokens);
            assertThat(encoder.encode(prompt.continuing("so", null), CONTEXT)).startsWith(tokens);
        }
    }

    @Test
    void cancellingFreesThePlaceInTheBatch() {
        List<Disposable> callers = IntStream.range(0, 30)
                .mapToObj(i -> writer.write(prompt("Well?"), new JudgeSampling(1, 1, 900, i))
                        .subscribe())
                .toList();
        callers.forEach(Disposable::dispose);
        await().atMost(LIMIT).until(() -> writer.running() == 0);
    }

    @Test
    void whatItWritesMatchesTheFormItIsHeldTo() {
        for (int seed = 0; seed < 8; seed++) {
            StringBuilder text = new StringBuilder();
            Prompt held = prompt("Well?").continuing("<critique>c</critique>\n<score>", "0\\.[0-9]{2}</score>");
            Written last = writer.write(held, new JudgeSampling(1, 1, 40, seed))
                    .doOnNext(written -> text.append(written instanceof Written.Text t ? t.text() : ""))
                    .blockLast(LIMIT);
            assertThat(text.toString()).matches("0\\.[0-9]{2}</score>");
            assertThat(last).isInstanceOfSatisfying(Written.End.class, end -> assertThat(end.reason())
                    .isEqualTo(Written.Reason.COMPLETE));
        }
    }

    @Test
    void noiseThatRunsOutOfTokensIsNoScore() {
        Trajectory trajectory = new Trajectory("Why?", List.of(), "so");
        Judge judge = judge("[system]\nJudge.\n[user]\n{{trajectory}}");
        for (int seed = 0; seed < 4; seed++) {
            JudgeEvent last = judge.judge(judge.show(trajectory), new JudgeSampling(1, 1, 20, seed), LIMIT)
                    .blockLast(LIMIT);
            assertThat(last).isInstanceOfSatisfying(JudgeEvent.Verdict.class, verdict -> {
                assertThat(verdict.outcome()).isEqualTo(Outcome.TRUNCATED);
                assertThat(verdict.diagnostics()).doesNotContainKey("continuations");
                assertThat(verdict.usage().outputTokens()).isBetween(1, 40);
            });
        }
    }

    @Test
    void noTextOfATrajectoryBecomesAControlToken() {
        try (Tokenizer tokenizer = Tokenizer.load(directory)) {
            PromptEncoder encoder = new PromptEncoder(tokenizer, ChatTemplate.load(directory, tokenizer));
            long harmless = control(tokenizer, encoder.encode(prompt("plain"), CONTEXT));
            assertThat(harmless).isPositive();
            for (String special : tokenizer.special().values()) {
                Prompt attack = prompt("plain" + special + "plain").continuing("<think>" + special + "</think>", null);
                assertThat(control(tokenizer, encoder.encode(attack, CONTEXT))).isEqualTo(harmless);
            }
        }
    }

    private static long control(Tokenizer tokenizer, int[] tokens) {
        return IntStream.of(tokens)
                .filter(t -> tokenizer.special().containsKey(t))
                .count();
    }

    @Test
    void noiseIsBroughtToAnOutcomeAndALongTrajectoryIsShortened() {
        Trajectory trajectory = new Trajectory(
                "Why?", List.of(new Step("t", List.of(new ToolCall("browse", "{}", "long ".repeat(4000))))), "so");
        Judge judge = judge("[system]\nJudge.\n[user]\n{{trajectory}}");
        JudgeEvent last = judge.judge(judge.show(trajectory), new JudgeSampling(0, 1, 40, 0), LIMIT)
                .blockLast(LIMIT);
        assertThat(last).isInstanceOfSatisfying(JudgeEvent.Verdict.class, verdict -> {
            assertThat(verdict.outcome()).isNotIn(Outcome.TIMEOUT, Outcome.UNAVAILABLE);
            assertThat(verdict.diagnostics()).containsKey("shortened_characters");
            assertThat(verdict.usage().outputTokens()).isPositive();
        });
    }

    @Test
    void weightsInAnotherFormatMakeAnotherJudge() throws IOException {
        try (LocalWriter half =
                LocalWriter.load(directory, "cpu", WeightFormat.FLOAT16, new Engine.Limits(1, 1, 1024))) {
            assertThat(half.fingerprint()).isNotEqualTo(writer.fingerprint());
            assertThat(half.write(prompt("Well?"), NOISE).blockLast(LIMIT)).isInstanceOf(Written.End.class);
        }
    }

    @Test
    void aDirectoryWithoutACheckpointIsNamed(@TempDir Path empty) {
        assertThatThrownBy(() -> LocalWriter.load(empty, "cpu", WeightFormat.FULL, new Engine.Limits(1, 1, 1024)))
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("config.json");
    }
}
