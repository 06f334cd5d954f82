package io.reagent.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.world.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    private Path directory;

    private Datasets datasets;

    @BeforeEach
    void openDirectory() {
        datasets = new Datasets(new DatasetFiles(List.of(directory), 1 << 20, 1 << 16));
    }

    private DatasetSpec.File file(DatasetSpec.Format format, String... lines) throws IOException {
        return new DatasetSpec.File(format, Files.write(directory.resolve("t.jsonl"), List.of(lines)), null);
    }

    @Test
    void gsm8ksAnswerIsWhatFollowsTheMark() throws IOException {
        Dataset dataset = datasets.open(
                file(
                        DatasetSpec.Format.GSM8K,
                        "{\"question\": \"Ducks?\", \"answer\": \"16 - 7 = <<16-7=9>>9\\n#### 1,800\"}"),
                0,
                true);

        assertThat(dataset.task(0).reference()).isEqualTo("1,800");
        assertThat(dataset.task(0).correct("so it is \\boxed{1800}")).isTrue();
        assertThat(dataset.task(0).correct("18")).isFalse();
        assertThat(dataset.task(0).correct(null)).isFalse();
        assertThat(dataset.conversation(0).messages().getLast().content()).contains("<<16-7=9>>");
    }

    @Test
    void aBrokenLineIsNamedByItsNumber() throws IOException {
        String good = "{\"question\": \"a\", \"answer\": \"b\"}";

        assertThatThrownBy(() -> datasets.open(file(DatasetSpec.Format.JSONL, good, "", "{oops"), 0, true))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("t.jsonl line 3 is not JSON");
        assertThatThrownBy(() ->
                        datasets.open(file(DatasetSpec.Format.JSONL, good, good, good, "{\"answer\": \"b\"}"), 0, true))
                .hasMessageContaining("line 4 has no question");
        assertThatThrownBy(() -> datasets.open(file(DatasetSpec.Format.GSM8K, good, good, good, good, good), 0, true))
                .hasMessageContaining("line 1: answer has no ####");
        assertThatThrownBy(() -> datasets.open(
                        new DatasetSpec.File(DatasetSpec.Format.JSONL, directory.resolve("none"), null), 0, true))
                .hasMessageContaining("there is no file");
    }

    @Test
    void heldOutTasksAreTheLastAndNeverTrainedOn() throws IOException {
        String[] lines = new String[10];
        for (int i = 0; i < 10; i++) {
            lines[i] = "{\"question\": \"q" + i + "\", \"answer\": \"" + i + "\"}";
        }
        Dataset dataset = datasets.open(file(DatasetSpec.Format.JSONL, lines), 3, true);

        assertThat(dataset.heldOut(3).stream().map(TrainingTask::reference)).containsExactly("7", "8", "9");
        Set<String> seen = new HashSet<>();
        for (int step = 0; step < 7; step++) {
            dataset.ofStep(step, 2, 5).forEach(task -> seen.add(task.reference()));
        }
        assertThat(seen).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6");
        assertThat(dataset.ofStep(3, 2, 5)).isEqualTo(dataset.ofStep(3, 2, 5));
        assertThatThrownBy(() -> datasets.open(file(DatasetSpec.Format.JSONL, lines[0]), 1, true))
                .hasMessageContaining("leaves none to train on");
    }

    @Test
    void theWorldIsEvaluatedOnItsOtherSide() {
        Dataset world = datasets.open(new DatasetSpec.World(Split.TRAIN, 100, 50), 4, true);

        assertThat(world.task(3).id()).isEqualTo("world/train/103");
        assertThat(world.task(3).tools().descriptions()).hasSize(3);
        assertThat(world.heldOut(4)).allMatch(task -> task.id().startsWith("world/held_out/"));
        List<TemplateMessage> shown = world.conversation(3).messages();
        assertThat(world.task(3).correct(shown.getLast().content())).isTrue();
    }

    @Test
    void aJudgeIsRightWhenItIsNearTheLabel() throws IOException {
        Dataset dataset = datasets.openForJudge(
                file(
                        DatasetSpec.Format.JSONL,
                        "{\"trajectory\": {\"question\": \"q\", \"steps\": [], \"answer\": \"a\"}, \"score\": 0.8,"
                                + " \"reasoning\": \"r\", \"critique\": \"c\"}"),
                0,
                JudgePromptTemplate.standard());

        TrainingTask task = dataset.task(0);
        assertThat(task.correct("<critique>c</critique><score>0.75</score>")).isTrue();
        assertThat(task.correct("<critique>c</critique><score>0.5</score>")).isFalse();
        assertThat(task.correct("0.8")).isFalse();
        assertThat(dataset.conversation(0).messages().getLast().content())
                .isEqualTo("<think>\nr\n</think>\n<critique>c</critique>\n<score>0.80</score>");
        assertThatThrownBy(() -> datasets.openForJudge(
                        file(DatasetSpec.Format.JSONL, "{\"trajectory\": {}, \"score\": 2}", "x"),
                        0,
                        JudgePromptTemplate.standard()))
                .hasMessageContaining("line 1 has no score from 0 to 1");
    }

    private static String line(String messages) {
        return "{\"messages\": [" + messages + "]}";
    }

    private static final String ASKED = "{\"role\": \"user\", \"content\": \"7 + 8?\"}, ";
    private static final String CALLED =
            ASKED + "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"c\","
                    + " \"type\": \"function\", \"function\": {\"name\": \"add\", \"arguments\": \"{\\\"b\\\": 8, \\\"a\\\": 7}\"}}]},"
                    + " {\"role\": \"tool\", \"tool_call_id\": \"c\", \"content\": [{\"type\": \"text\", \"text\": \"15\"}]}, ";
    private static final String ANSWERED = "{\"role\": \"assistant\", \"content\": \"so \\\\boxed{15}\"}";

    @Test
    void aConversationsReferenceIsItsAnswerAndNotItsWholeLastMessage() throws IOException {
        Dataset dataset = datasets.open(
                file(
                        DatasetSpec.Format.JSONL,
                        line("{\"role\": \"system\", \"content\": \"Be brief.\"}, " + ASKED + ANSWERED),
                        "{\"question\": \"7 + 8?\", \"answer\": \"<answer>15</answer>\"}"),
                0,
                true);

        assertThat(dataset.task(0).correct("it is \\boxed{15}")).isTrue();
        assertThat(dataset.task(0).correct("it is \\boxed{16}")).isFalse();
        assertThat(dataset.task(0).system()).isEqualTo("Be brief.");
        assertThat(dataset.task(1).correct("15")).isTrue();
    }

    @Test
    void callsResultsPartsAndThoughtsAreReadWhole() throws IOException {
        Conversation read = datasets.open(
                        file(
                                DatasetSpec.Format.JSONL,
                                "{\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}], \"messages\": ["
                                        + CALLED + ANSWERED.replace("}\"}", "}\", \"reasoning_content\": \"hm\"}")
                                        + "]}"),
                        0,
                        true)
                .conversation(0);

        TemplateMessage call = read.messages().get(1);
        assertThat(call.content()).isNull();
        assertThat(call.toolCalls().getFirst().arguments()).hasToString("{b=8, a=7}");
        assertThat(read.messages().get(2).content()).isEqualTo("15");
        assertThat(read.messages().get(3).reasoningContent()).isEqualTo("hm");
        assertThat(read.tools()).hasSize(1);
    }

    @Test
    void whatIsNotReadIsRefusedByItsName() throws IOException {
        assertRefused(line(ASKED + "{\"role\": \"assistant\", \"content\": null}"), "messages[1].content is missing");
        assertRefused(
                line(ASKED + "{\"role\": \"assistant\", \"content\": \"a\", \"weight\": 0}"), "messages[1].weight");
        assertRefused(
                line(ASKED.replace("\"7 + 8?\"", "[{\"type\": \"image_url\"}]") + ANSWERED), "messages[0].content[0]");
        assertRefused(
                line(CALLED.replace("\\\"a\\\": 7}", "oops") + ANSWERED),
                "messages[1].tool_calls[0].function.arguments");
        assertRefused(line(ASKED + "{\"role\": \"assistant\", \"content\": \"a\\u0000\"}"), "U+0000");
        assertRefused(line(ASKED + "{\"role\": \"assistant\", \"content\": \"\\\\boxed{}\"}"), "the answer is empty");
    }

    private void assertRefused(String line, String problem) throws IOException {
        DatasetSpec.File spec = file(DatasetSpec.Format.JSONL, line);
        assertThatThrownBy(() -> datasets.open(spec, 0, true))
                .hasMessageContaining("line 1")
                .hasMessageContaining(problem);
    }

    @Test
    void aConversationOfSeveralQuestionsIsImitatedAndNeverGraded() throws IOException {
        String several = line(ASKED + ANSWERED + ", " + ASKED + ANSWERED);
        DatasetSpec.File spec = file(DatasetSpec.Format.JSONL, several, several);

        assertThat(datasets.open(spec, 0, false).conversation(0).messages()).hasSize(4);
        assertThatThrownBy(() -> datasets.open(spec, 0, true))
                .hasMessageContaining("t.jsonl line 1 is a conversation of several");
        assertThatThrownBy(() -> datasets.open(spec, 1, false)).hasMessageContaining("none can be graded");
    }

    @Test
    void aFileIsReadOnceHoweverMuchIsHeldOut() throws IOException {
        String line = "{\"question\": \"a\", \"answer\": \"b\"}";
        DatasetSpec.File spec = file(DatasetSpec.Format.JSONL, line, line, line);

        Dataset first = datasets.open(spec, 1, true);
        Dataset second = datasets.open(spec, 2, true);

        assertThat(second.task(0)).isSameAs(first.task(0));
        assertThat(second.identity()).isNotEqualTo(first.identity());
        assertThat(datasets.open(spec, 1, true).identity()).isEqualTo(first.identity());
        file(DatasetSpec.Format.JSONL, line, line, line, line);
        assertThat(datasets.open(spec, 1, true).identity()).isNotEqualTo(first.identity());
    }

    @Test
    void aJudgesFileIsTheSameUnderATemplateThatIsReadAnew() throws IOException {
        DatasetSpec.File spec = file(
                DatasetSpec.Format.JSONL,
                "{\"trajectory\": {\"question\": \"q\", \"steps\": [], \"answer\": \"a\"}, \"score\": 0.8}");
        JudgePromptTemplate other = JudgePromptTemplate.parse("t", "[system]\nJudge.\n[user]\n{{trajectory}}");

        Object standard =
                datasets.openForJudge(spec, 0, JudgePromptTemplate.standard()).identity();

        assertThat(datasets.openForJudge(spec, 0, JudgePromptTemplate.standard())
                        .identity())
                .isEqualTo(standard);
        assertThat(datasets.openForJudge(spec, 0, other).identity()).isNotEqualTo(standard);
    }

    @Test
    void whatWouldChangeTheTaskIsReadOrRefused() throws IOException {
        String tools = "[{\\\"type\\\": \\\"function\\\", \\\"function\\\": {\\\"name\\\": \\\"add\\\"}}]";
        String line = line(ASKED + ANSWERED.replace("}\"}", "}\", \"annotations\": [], \"audio\": null}"));
        String question = "{\"question\": \"a\", \"answer\": \"b\", \"id\": 7, \"source\": \"s\"}";

        assertThat(datasets.open(
                                file(
                                        DatasetSpec.Format.JSONL,
                                        line.replace("{\"messages\"", "{\"tools\": \"" + tools + "\", \"messages\"")),
                                0,
                                true)
                        .conversation(0)
                        .tools())
                .hasSize(1);
        assertThat(datasets.open(file(DatasetSpec.Format.JSONL, question), 0, true)
                        .size())
                .isOne();
        assertRefused(line.replace("{\"messages\"", "{\"tools\": \"add\", \"messages\""), "tools is no list");
        assertRefused(line.replace("{\"messages\"", "{\"system\": \"s\", \"messages\""), "system is not read");
        assertRefused(line.replace("{\"messages\"", "{\"functions\": [1], \"messages\""), "functions is not read");
        assertRefused(question.replace("\"id\": 7", "\"tools\": [1]"), "tools is not read");
    }

    @Test
    void evaluationsOfFewerTasksThanAskedForAreTold() throws IOException {
        String one = line(ASKED + ANSWERED);
        String several = line(ASKED + ANSWERED + ", " + ASKED + ANSWERED);
        Dataset whole = datasets.open(file(DatasetSpec.Format.JSONL, one, one, one, several), 2, false);

        Fits fits = Fits.of(whole, true, 2, new Fits.Measure() {
            @Override
            public @Nullable String excess(TrainingTask task) {
                return null;
            }

            @Override
            public @Nullable String excess(Conversation conversation) {
                return null;
            }
        });

        assertThat(fits.notices())
                .containsExactly("evaluations have 1 tasks, not 2: no more of those held out can be graded");
        assertThat(new FittedDataset(whole, fits).heldOut(2)).hasSize(1);
    }
}
