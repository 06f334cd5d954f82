package io.reagent.eval.judges.sets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class SetReaderTest {
    private static final String LINE = """
            {"id": "%s", "source": "s", "question": "What is 2 + 2?", "messages": [{"role": "user", "content": "What is 2 + 2?"},\
             {"role": "assistant", "content": "%s"}], "answer": "4", "label": %s, "score": null, "critique": null,\
             "model": "m", "licence": "MIT", "meta": {"gold": 4, "group": "sums"%s}, "split": "%s"}
            """;

    private static String line(String id, String says, String label, String meta) {
        return LINE.formatted(id, says, label, meta, "held_out");
    }

    private static JudgeSet read(Subset subset, byte[] bytes) {
        try {
            return new SetReader("set.jsonl", subset, 7).read(new ByteArrayInputStream(bytes), 1 << 20);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JudgeSet read(String lines) {
        return read(Subset.ALL, lines.getBytes(UTF_8));
    }

    private static Problem refused(String lines) {
        return refused(lines.getBytes(UTF_8));
    }

    private static Problem refused(byte[] lines) {
        return catchThrowableOfType(ProblemException.class, () -> read(Subset.ALL, lines))
                .problem();
    }

    @Test
    void aLineOfLabelledTrajectoriesIsReadWithItsTaskReferenceAndFirstError() {
        JudgeSet set = read(line("a", "4", "1", ", \"first_error_step\": \"N/A\"")
                + line("b", "5", "0", ", \"first_error_step\": \"2\"")
                + line("c", "6", "0", ", \"mistake_index\": 3")
                + line("d", "7", "0", ", \"mistake_index\": null"));

        assertThat(set.layout()).isEqualTo("labelled-trajectories");
        assertThat(set.cases()).extracting(LabelledAttempt::id).containsExactly("a", "b", "c", "d");
        assertThat(set.cases()).extracting(LabelledAttempt::verdict).containsExactly(true, false, false, false);
        assertThat(set.cases()).extracting(LabelledAttempt::firstError).containsExactly(-1, 1, 3, -1);
        LabelledAttempt first = set.cases().getFirst();
        assertThat(first.reference()).isEqualTo("4");
        assertThat(first.source()).isEqualTo("s");
        assertThat(first.attempt().task()).isEqualTo("sums");
        assertThat(first.attempt().trajectory().answer()).isEqualTo("4");
    }

    @Test
    void whatIsNoLabelledAttemptIsLeftOutAndCounted() {
        JudgeSet set = read(line("a", "4", "1", "")
                + line("b", "5", "null", "")
                + line("c", "6", "0", ", \"em_suspect\": true")
                + "{\"id\": \"d\", \"question\": \"q\", \"text\": \"\", \"label\": 0}\n"
                + line("e", "4", "1", "").replace("held_out", "train"));

        assertThat(set.cases()).hasSize(2);
        assertThat(set.leftOut()).isEqualTo(Map.of("no label", 1, "label in doubt", 1, "no attempt", 1));
        assertThat(read(
                                new Subset("held_out", null, null),
                                (line("a", "4", "1", "")
                                                + line("e", "4", "1", "").replace("held_out", "train"))
                                        .getBytes(UTF_8))
                        .leftOut())
                .isEqualTo(Map.of("not in the subset", 1));
    }

    @Test
    void aBrokenLineIsNamedWithItsField() {
        String good = line("a", "4", "1", "");

        assertThat(refused(good + "\n" + line("b", "4", "0.5", "")).detail())
                .isEqualTo("set.jsonl line 3: label is 0.5, not 0, 1 or null");
        assertThat(refused(good + line("b", "4", "1", "").replace("\"label\": 1, ", ""))
                        .field())
                .isEqualTo("label");
        assertThat(refused(good + "{\"id\"").detail()).startsWith("set.jsonl line 2: ");
        assertThat(refused(good + "{\"colour\": 1}").detail()).contains("laid out in no way known here");
        assertThat(refused(good + "{\"prompt\": \"p\", \"chosen\": [\"a\"], \"rejected\": [\"b\"]}")
                        .detail())
                .contains("line 2")
                .contains("reward-bench");
        assertThat(refused(good + good).detail()).isEqualTo("set.jsonl line 2: id 'a' stands on line 1 too");
        byte[] broken = (good + "x\n").getBytes(UTF_8);
        broken[broken.length - 2] = (byte) 0xC3;
        assertThat(refused(broken).detail()).contains("line 2").contains("UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt": "p", "chosen": ["a"], "rejected": ["b", "c", "d"], "id": 1, "subset": "s"}|{"prompt": "p", "chosen": ["a"]}|rejected
            {"goal": "g", "steps": [{"action": "a"}], "annotations": [{"annotator_name": "A", "trajectory_success": "Successful"}]}|{"goal": "g"}|steps
            {"question": "q", "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "step_labels": {"1": 1}, "final_label": 1, "data_source": "d", "query_index": 0, "sample_index": 0}|{"messages": []}|step_labels
            {"text": "4", "question": "q", "annotator": "ann", "verdict": true}|{"text": "4"}|annotator
            """)
    void aLineThatLacksWhatThoseBeforeItHaveIsNamedWithIt(String good, String bad, String field) {
        Problem problem = refused(good + "\n" + bad + "\n");

        assertThat(problem.detail()).startsWith("set.jsonl line 2: " + field + " is missing");
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void rewardBenchGivesEachAnswerOfAPrompt() {
        JudgeSet set = read(
                "{\"id\": 7, \"prompt\": \"Name a prime.\", \"chosen\": [\"2\"], \"rejected\": [\"4\", \"6\", \"8\"],"
                        + " \"num_correct\": 1, \"models\": [\"a\", \"b\"], \"subset\": \"Math\"}\n");

        assertThat(set.layout()).isEqualTo("reward-bench");
        assertThat(set.cases())
                .extracting(LabelledAttempt::id)
                .containsExactly("Math/7#chosen-0", "Math/7#rejected-0", "Math/7#rejected-1", "Math/7#rejected-2");
        assertThat(set.cases()).extracting(LabelledAttempt::verdict).containsExactly(true, false, false, false);
        assertThat(set.cases()).allMatch(one -> one.attempt().task().equals("Math/7"));
    }

    @Test
    void agentProcessBenchLabelsEachMessageOfTheAgent() {
        JudgeSet set = read("""
                {"total_index": 0, "query_index": 3, "sample_index": 1, "question": "Capital?", "data_source": "hotpot",\
                 "ground_truth": {"target": ["Paris"]}, "messages": [{"role": "system", "content": "s"},\
                 {"role": "user", "content": "Capital?"},\
                 {"role": "assistant", "content": "", "tool_calls": [{"id": "1", "type": "function", "function":\
                 {"name": "search", "arguments": "{}"}}]},\
                 {"role": "tool", "tool_call_id": "1", "content": "Rome"},\
                 {"role": "assistant", "content": "Hm.", "tool_calls": [{"id": "2", "type": "function", "function":\
                 {"name": "search", "arguments": "{}"}}]},\
                 {"role": "tool", "tool_call_id": "2", "content": "Rome"},\
                 {"role": "assistant", "content": "Rome"}], "step_labels": {"2": 1, "4": 0, "6": -1}, "final_label": -1}
                """);

        LabelledAttempt one = set.cases().getFirst();
        assertThat(one.id()).isEqualTo("hotpot:3:1");
        assertThat(one.attempt().task()).isEqualTo("hotpot:3");
        assertThat(one.steps()).containsExactly(true, null, false);
        assertThat(one.firstError()).isEqualTo(2);
        assertThat(one.verdict()).isFalse();
        assertThat(one.reference()).isEqualTo("Paris");
    }

    @Test
    void agentRewardBenchHasItsExpertsVerdicts() {
        JudgeSet set = read("""
                {"benchmark": "webarena", "task_id": "webarena.7", "model_name": "m", "goal": "Find it.", "steps": [\
                {"num": 0, "reasoning": "I click.", "action": "click('3')", "url": "http://a", "axtree_pruned": "one"},\
                {"num": 1, "reasoning": "Done.", "action": "send_msg_to_user('It is 3.')", "url": "http://b",\
                 "last_action_error": "", "axtree_pruned": "two"}], "annotations": [\
                {"annotator_name": "A", "trajectory_success": "Successful", "trajectory_optimality": "4. Completely Optimal"},\
                {"annotator_name": "B", "trajectory_success": "Unsuccessful"}]}
                """);

        LabelledAttempt one = set.cases().getFirst();
        assertThat(one.attempt().trajectory().answer()).isEqualTo("It is 3.");
        assertThat(one.attempt()
                        .trajectory()
                        .steps()
                        .getFirst()
                        .calls()
                        .getFirst()
                        .result())
                .isEqualTo("http://b\ntwo");
        assertThat(one.verdict()).isNull();
        assertThat(one.score()).isEqualTo(1.0);
        assertThat(one.labels()).hasSize(2);
        assertThat(refused("{\"goal\": \"g\", \"steps\": []}").field()).isEqualTo("trajectory_success");
    }

    @Test
    void labelsOfOneAttemptByTwoAnnotatorsAreOneCase() {
        String label = "{\"text\": \"4\", \"question\": \"q\", \"annotator\": \"%s\", \"verdict\": %s}\n";

        JudgeSet set =
                read(label.formatted("ann", true) + label.formatted("ben", true) + label.formatted("cem", false));

        assertThat(set.cases()).hasSize(1);
        assertThat(set.cases().getFirst().verdict()).isTrue();
        assertThat(refused(label.formatted("ann", true) + label.formatted("ann", false))
                        .field())
                .isEqualTo("annotator");
    }

    @Test
    void aSubsetTakesWholeTasksAndTheSameOnesAgain() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append(line("i" + i, "4", "1", "").replace("\"sums\"", "\"g" + i / 3 + "\""));
        }
        byte[] bytes = lines.toString().getBytes(UTF_8);

        List<LabelledAttempt> drawn = read(new Subset(null, null, 10), bytes).cases();

        assertThat(drawn)
                .hasSize(9)
                .isEqualTo(read(new Subset(null, null, 10), bytes).cases());
        assertThat(drawn.stream().map(one -> one.attempt().task()).distinct()).hasSize(3);
    }

    @Test
    void filesAreUnpackedAndOnlyThoseOfTheDirectoriesAreRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("sets/set.jsonl.xz");
        Files.createDirectories(file.getParent());
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(0))) {
            out.write(line("a", "4", "1", "").getBytes(UTF_8));
        }
        SetFiles files =
                new SetFiles(new JudgeSetProperties(List.of(directory.resolve("sets")), DataSize.ofMegabytes(1)));

        assertThat(files.read("set.jsonl.xz", Subset.ALL, 0).cases()).hasSize(1);
        assertThatThrownBy(() -> files.read("../set.jsonl", Subset.ALL, 0)).hasMessageContaining("no file");
        Files.writeString(directory.resolve("out.jsonl"), "x");
        Files.createSymbolicLink(directory.resolve("sets/link.jsonl"), directory.resolve("out.jsonl"));
        assertThatThrownBy(() -> files.read("link.jsonl", Subset.ALL, 0)).hasMessageContaining("no regular file");
        SetFiles small = new SetFiles(new JudgeSetProperties(List.of(directory.resolve("sets")), DataSize.ofBytes(10)));
        assertThatThrownBy(() -> small.read("set.jsonl.xz", Subset.ALL, 0)).hasMessageContaining("more than");
    }
}
