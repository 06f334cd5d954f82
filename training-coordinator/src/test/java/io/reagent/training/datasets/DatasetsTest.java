package io.reagent.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.world.Split;
import io.reagent.lm.text.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    private Path directory;

    private final Datasets datasets = new Datasets();

    private DatasetSpec.File file(DatasetSpec.Format format, String... lines) throws IOException {
        return new DatasetSpec.File(format, Files.write(directory.resolve("t.jsonl"), List.of(lines)), null);
    }

    @Test
    void gsm8ksAnswerIsWhatFollowsTheMark() throws IOException {
        Dataset dataset = datasets.open(
                file(
                        DatasetSpec.Format.GSM8K,
                        "{\"question\": \"Ducks?\", \"answer\": \"16 - 7 = <<16-7=9>>9\\n#### 1,800\"}"),
                0);

        assertThat(dataset.task(0).reference()).isEqualTo("1,800");
        assertThat(dataset.task(0).correct("so it is \\boxed{1800}")).isTrue();
        assertThat(dataset.task(0).correct("18")).isFalse();
        assertThat(dataset.task(0).correct(null)).isFalse();
        assertThat(dataset.conversation(0).getLast().content()).contains("<<16-7=9>>");
    }

    @Test
    void aBrokenLineIsNamedByItsNumber() throws IOException {
        String good = "{\"question\": \"a\", \"answer\": \"b\"}";

        assertThatThrownBy(() -> datasets.open(file(DatasetSpec.Format.JSONL, good, "", "{oops"), 0))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("t.jsonl line 3 is not JSON");
        assertThatThrownBy(
                        () -> datasets.open(file(DatasetSpec.Format.JSONL, good, good, good, "{\"answer\": \"b\"}"), 0))
                .hasMessageContaining("line 4 has no question");
        assertThatThrownBy(() -> datasets.open(file(DatasetSpec.Format.GSM8K, good, good, good, good, good), 0))
                .hasMessageContaining("line 1: answer has no ####");
        assertThatThrownBy(() -> datasets.open(
                        new DatasetSpec.File(DatasetSpec.Format.JSONL, directory.resolve("none"), null), 0))
                .hasMessageContaining("there is no file");
    }

    @Test
    void heldOutTasksAreTheLastAndNeverTrainedOn() throws IOException {
        String[] lines = new String[10];
        for (int i = 0; i < 10; i++) {
            lines[i] = "{\"question\": \"q" + i + "\", \"answer\": \"" + i + "\"}";
        }
        Dataset dataset = datasets.open(file(DatasetSpec.Format.JSONL, lines), 3);

        assertThat(dataset.heldOut(3).stream().map(TrainingTask::reference)).containsExactly("7", "8", "9");
        Set<String> seen = new HashSet<>();
        for (int step = 0; step < 7; step++) {
            dataset.ofStep(step, 2, 5).forEach(task -> seen.add(task.reference()));
        }
        assertThat(seen).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6");
        assertThat(dataset.ofStep(3, 2, 5)).isEqualTo(dataset.ofStep(3, 2, 5));
        assertThatThrownBy(() -> datasets.open(file(DatasetSpec.Format.JSONL, lines[0]), 1))
                .hasMessageContaining("leaves none to train on");
    }

    @Test
    void theWorldIsEvaluatedOnItsOtherSide() {
        Dataset world = datasets.open(new DatasetSpec.World(Split.TRAIN, 100, 50), 4);

        assertThat(world.task(3).id()).isEqualTo("world/train/103");
        assertThat(world.task(3).tools().descriptions()).hasSize(3);
        assertThat(world.heldOut(4)).allMatch(task -> task.id().startsWith("world/held_out/"));
        List<Message> shown = world.conversation(3);
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
        assertThat(dataset.conversation(0).getLast().content())
                .isEqualTo("<think>\nr\n</think>\n<critique>c</critique>\n<score>0.80</score>");
        assertThatThrownBy(() -> datasets.openForJudge(
                        file(DatasetSpec.Format.JSONL, "{\"trajectory\": {}, \"score\": 2}", "x"),
                        0,
                        JudgePromptTemplate.standard()))
                .hasMessageContaining("line 1 has no score from 0 to 1");
    }
}
