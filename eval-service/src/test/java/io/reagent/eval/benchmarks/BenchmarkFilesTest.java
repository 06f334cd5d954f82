package io.reagent.eval.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkFilesTest {
    private static final String OWN = "path: capitals.jsonl\nquestion: ask\nanswer: expect\n";
    private static final String LINE = "{\"ask\": \"Capital of France?\", \"expect\": \"Paris\"}\n";

    @TempDir
    private Path directory;

    private BenchmarkFiles benchmarks;

    @BeforeEach
    void open() {
        benchmarks = new BenchmarkFiles(directory, new ReadingLimits(1 << 20, 1 << 16));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void theReleasesSetsAreKnownWithItsSettings() {
        assertThat(benchmarks.all()).extracting(Benchmark::name).containsExactlyElementsOf(Registry.NAMES);
        assertThat(benchmarks.all())
                .filteredOn(set -> set.suites().contains("release"))
                .hasSize(18);
        assertThat(benchmarks.all())
                .filteredOn(set -> set.suites().contains("paper"))
                .hasSize(12);
        for (String suite : List.of("knowledge", "mathematics", "agent-search")) {
            assertThat(benchmarks.all())
                    .filteredOn(set -> set.suites().contains(suite))
                    .hasSize(4);
        }
        assertThat(benchmarks.all())
                .filteredOn(set -> !set.name().equals("world"))
                .allSatisfy(set -> {
                    assertThat(set.samples()).isEqualTo(3);
                    assertThat(set.temperature()).isEqualTo(0.6);
                    assertThat(set.topP()).isEqualTo(0.95);
                    assertThat(set.turns()).isEqualTo(set.grader().equals("math") ? 30 : 40);
                    assertThat(set.prompt()).isEqualTo("evaluation");
                });
        assertThat(benchmarks.named("gaia").tools()).hasSize(6);
        assertThat(benchmarks.named("gaia_text").tools()).containsExactly("python", "search", "browse");
        assertThat(benchmarks.named("math500").tools()).containsExactly("python");
        assertThat(benchmarks.named("hle").tools()).containsExactly("search", "browse");
    }

    @Test
    void theWorldIsThereWithoutAFile() {
        ItemSet world = benchmarks.read("world");

        assertThat(world.items())
                .hasSize(300)
                .extracting(Item::worldTask)
                .startsWith(0L, 1L)
                .doesNotContainNull();
        assertThat(world.items()).extracting(Item::hash).doesNotHaveDuplicates();
        assertThat(world.items().getFirst().question())
                .isEqualTo(benchmarks.read("world").items().getFirst().question());
        assertThat(world.benchmark().prompt()).isEqualTo("none");
    }

    @Test
    void theNumberOfWorldTasksIsASetting() throws IOException {
        List<Item> before = benchmarks.read("world").items();
        write("world.yaml", "items: 5\n");

        assertThat(benchmarks.read("world").items()).isEqualTo(before.subList(0, 5));
    }

    @Test
    void aSetWithoutItsFileSaysWhereToGetIt() {
        assertThatThrownBy(() -> benchmarks.read("gsm8k"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("openai/grade-school-math")
                .hasMessageContaining(directory.resolve("gsm8k.jsonl").toString());
        assertThat(benchmarks.state("gsm8k").problem())
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(BenchmarkException.Kind.ABSENT));
    }

    @Test
    void aFileByTheSetsNameIsReadAndItsNumberOfItemsHeldAgainstThePublishedOne() throws IOException {
        write("gsm8k.jsonl", "{\"question\": \"1+1?\", \"answer\": \"It is <<1+1=2>>2.\\n#### 2\"}\n");

        ItemSet set = benchmarks.read("gsm8k");
        assertThat(set.items().getFirst().references()).containsExactly("2");
        assertThat(set.notices()).containsExactly("has 1 items where 1319 are expected");
        assertThat(set.checksum())
                .isEqualTo(Sha256.hex("{\"question\": \"1+1?\", \"answer\": \"It is <<1+1=2>>2.\\n#### 2\"}\n"));
    }

    @Test
    void threeLinesMakeABenchmarkOfOnesOwnWithoutARestart() throws IOException {
        assertThatThrownBy(() -> benchmarks.named("capitals"))
                .hasMessageContaining("there is no benchmark 'capitals'")
                .hasMessageContaining("gsm8k");
        write("capitals.yaml", OWN);
        write("capitals.jsonl", LINE);

        assertThat(benchmarks.read("capitals").items())
                .containsExactly(
                        new Item(
                                "1",
                                "Capital of France?",
                                List.of("Paris"),
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                Sha256.hex(
                                        "{\"files\":[],\"options\":[],\"question\":\"Capital of France?\",\"references\":[\"Paris\"]}")));
        write("capitals.jsonl", LINE + LINE.replace("France", "Italy").replace("Paris", "Rome"));
        assertThat(benchmarks.read("capitals").items()).hasSize(2);
    }

    @Test
    void whatIsWrongInADescriptionIsNamedAndHidesNothingElse() throws IOException {
        write("capitals.jsonl", LINE);
        write("one.yaml", OWN + "anwser: x\n");
        write("two.yaml", OWN + "turns: many\n");
        write("three.yaml", "path: capitals.jsonl\nquestion: ask\n");
        write("four.yaml", "path: [unclosed\n");
        write("five.yaml", OWN + "tools: [1]\n");
        write("gsm8k.yaml", "grader: 7\n");
        write("good.yaml", OWN);

        assertProblem("one", "one.yaml: field 'anwser' is no key; keys are name, path");
        assertProblem("two", "two.yaml: field 'turns' is 'many'; write a whole number from 1 to 10000");
        assertProblem("three", "three.yaml: field 'answer' is missing");
        assertProblem("four", "four.yaml line ");
        assertProblem("five", "five.yaml: field 'tools' is 1; write text");
        assertProblem("gsm8k", "gsm8k.yaml: field 'grader' is 7");
        assertThat(benchmarks.read("good").items()).hasSize(1);
        assertThat(benchmarks.states()).hasSize(Registry.NAMES.size() + 6);
    }

    private void assertProblem(String name, String message) {
        assertThat(benchmarks.state(name).problem()).hasMessageContaining(message);
        assertThatThrownBy(() -> benchmarks.read(name)).hasMessageContaining(message);
    }

    @Test
    void twoDescriptionsOfOneNameAreBothNamed() throws IOException {
        write("capitals.jsonl", LINE);
        write("a.yaml", OWN + "name: same\n");
        write("b.yaml", OWN + "name: same\n");

        assertProblem("same", "b.yaml: field 'name' is 'same' as in a.yaml");
    }

    @Test
    void aColumnThatADescriptionNamesMustBeThere() throws IOException {
        write("capitals.jsonl", LINE);
        write("capitals.yaml", OWN + "level: dificulty\n");

        assertProblem("capitals", "field 'dificulty' is in no row; mend or remove 'level:'");
    }

    @Test
    void severalFilesAreOneSet() throws IOException {
        write("a.jsonl", LINE);
        write("b.jsonl", LINE.replace("France", "Italy"));
        write("both.yaml", "path: [a.jsonl, b.jsonl]\nquestion: ask\nanswer: expect\n");

        assertThat(benchmarks.read("both").items())
                .extracting(Item::id)
                .containsExactly("a.jsonl line 1", "b.jsonl line 1");
        assertThat(benchmarks.read("both").checksum()).isEqualTo(Sha256.hex(LINE + LINE.replace("France", "Italy")));
    }

    @Test
    void twoFilesOfOneNameAreNotChosenBetween() throws IOException {
        write("gsm8k.jsonl", "{}");
        write("gsm8k.json", "{}");

        assertProblem("gsm8k", "gsm8k.json and gsm8k.jsonl are both files of gsm8k");
    }

    @Test
    void evaluationPromptsDifferByToolsAloneAndTrainingAsksForABox() {
        String search = benchmarks.prompt(benchmarks.named("hotpotqa"), "evaluation");
        String python = benchmarks.prompt(benchmarks.named("gsm8k"), "evaluation");

        assertThat(search).contains("- search finds").doesNotContain("python", "boxed", "[");
        assertThat(python).contains("- python runs").doesNotContain("- search", "boxed");
        assertThat(search.lines().filter(line -> !line.startsWith("- ")))
                .containsExactlyElementsOf(
                        python.lines().filter(line -> !line.startsWith("- ")).toList());
        assertThat(benchmarks
                        .prompt(benchmarks.named("gaia"), "training")
                        .lines()
                        .filter(line -> line.startsWith("- ")))
                .hasSize(6);
        assertThat(benchmarks.prompt(benchmarks.named("gsm8k"), "training")).contains("\\boxed{}");
        assertThat(benchmarks.prompt(benchmarks.named("world"), "none")).isEmpty();
    }

    @Test
    void aPromptOfOnesOwnIsAFileOfTheDirectoryAndNoOther(@TempDir Path elsewhere) throws IOException {
        write("mine.txt", "Be short.\n");
        Files.writeString(elsewhere.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(directory.resolve("link.txt"), elsewhere.resolve("secret.txt"));
        Benchmark world = benchmarks.named("world");

        assertThat(benchmarks.prompt(world, "mine.txt")).isEqualTo("Be short.");
        for (String path :
                List.of("link.txt", elsewhere.resolve("secret.txt").toString(), "../secret.txt", "none.txt", "\0")) {
            assertThatThrownBy(() -> benchmarks.prompt(world, path)).hasMessageContaining("there is no prompt");
        }
    }

    @Test
    void attachedFilesAreNamedInTheQuestionAndPartOfTheHash() throws IOException {
        write("gaia.jsonl", """
                {"task_id": "a", "Question": "What is drawn?", "Level": 1, "Final answer": "a cat", "file_name": "cat.png"}
                {"task_id": "b", "Question": "Who?", "Level": 2, "Final answer": "Ada", "file_name": ""}
                """);
        assertProblem(
                "gaia",
                "gaia.jsonl line 1: field 'file_name' names the file cat.png, which is not there; put it at "
                        + directory.resolve("attachments/gaia/cat.png"));
        Files.createDirectories(directory.resolve("attachments/gaia"));
        write("attachments/gaia/cat.png", "one");

        List<Item> items = benchmarks.read("gaia").items();
        assertThat(benchmarks.named("gaia").asked(items.getFirst()))
                .isEqualTo("What is drawn?\n\nAttached: attachments/gaia/cat.png");
        assertThat(items.getFirst().level()).isEqualTo("1");
        assertThat(items.getLast().files()).isEmpty();
        write("attachments/gaia/cat.png", "other");
        assertThat(benchmarks.read("gaia").items().getFirst().hash())
                .isNotEqualTo(items.getFirst().hash());
        assertThat(benchmarks.read("gaia").items().getLast().hash())
                .isEqualTo(items.getLast().hash());
    }

    @Test
    void anAttachmentLiesNowhereElse() throws IOException {
        write("secret", "x");
        write("gaia.jsonl", """
                {"task_id": "a", "Question": "What?", "Final answer": "x", "file_name": "../../secret"}
                """);

        assertProblem("gaia", "field 'file_name' names a file outside the benchmark's");
    }
}
