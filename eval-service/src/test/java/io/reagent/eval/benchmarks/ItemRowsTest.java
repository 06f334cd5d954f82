package io.reagent.eval.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reagent.core.hash.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows of files become, and what is said of rows that are wrong. */
class ItemRowsTest {
    private static final String YAML = "question: q\nanswer: a\nid: i\n";

    @TempDir
    private Path directory;

    private List<Item> read(String file, String text) throws IOException {
        return read(YAML, file, text.getBytes(UTF_8));
    }

    private List<Item> read(String yaml, String file, byte[] bytes) throws IOException {
        Files.writeString(directory.resolve("set.yaml"), yaml + "path: " + file + "\n");
        Files.write(directory.resolve(file), bytes);
        return new BenchmarkFiles(directory, new ReadingLimits(100_000, 20_000))
                .read("set")
                .items();
    }

    private void assertRefused(String file, String text, String... messages) {
        assertRefused(YAML, file, text.getBytes(UTF_8), messages);
    }

    private void assertRefused(String yaml, String file, byte[] bytes, String... messages) {
        assertThatThrownBy(() -> read(yaml, file, bytes)).isInstanceOfSatisfying(BenchmarkException.class, problem -> {
            for (String message : messages) {
                assertThat(problem).hasMessageContaining(message);
            }
            assertThat(problem.place()).startsWith(file);
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    private static String line(int id, String answer) {
        return "{\"i\": \"" + id + "\", \"q\": \"What is " + id + "?\", \"a\": " + answer + "}\n";
    }

    @Test
    void numbersAreTextExactlyAsWritten() throws IOException {
        List<Item> items = read(
                "set.jsonl",
                line(1, "1.50")
                        + line(2, "1e3")
                        + line(3, "12345678901234567890.10")
                        + line(4, "-0")
                        + line(5, "true")
                        + line(6, "[1.0, \"one\"]"));

        assertThat(items)
                .extracting(Item::references)
                .containsExactly(
                        List.of("1.50"),
                        List.of("1e3"),
                        List.of("12345678901234567890.10"),
                        List.of("-0"),
                        List.of("true"),
                        List.of("1.0", "one"));
    }

    @Test
    void aListInATextIsOneWhenItHoldsTextsAndAnIntervalIsNone() throws IOException {
        List<Item> items = read(
                "set.jsonl",
                line(1, "\"[\\\"Paris\\\", \\\"Lutetia\\\"]\"")
                        + line(2, "\"[2, 5]\"")
                        + line(3, "\"[2,5)\"")
                        + line(4, "\"[]\""));

        assertThat(items)
                .extracting(Item::references)
                .containsExactly(List.of("Paris", "Lutetia"), List.of("[2, 5]"), List.of("[2,5)"), List.of("[]"));
        assertRefused(
                "set.jsonl", line(1, "\"['Paris', 'Lutetia']\""), "line 1: field 'a' holds a list as Python prints it");
    }

    @Test
    void everyLayoutOfJsonGivesTheSameItems() throws IOException {
        String one = "{\"i\": \"x\", \"q\": \"One?\", \"a\": \"1\"}";
        String two = "{\"i\": \"y\", \"q\": \"Two?\", \"a\": \"2\"}";
        List<Item> items = read("set.jsonl", one + "\n\n" + two);
        assertThat(items).extracting(Item::id).containsExactly("x", "y");

        assertThat(read("list.json", "[" + one + ",\n" + two + "]")).isEqualTo(items);
        assertThat(read("within.json", "{\"version\": 1, \"data\": [" + one + "," + two + "], \"tags\": []}"))
                .isEqualTo(items);
        assertThat(read("lines.json", one + "\n" + two)).isEqualTo(items);
        assertThat(read("columns.json", "{\"i\": [\"x\", \"y\"], \"q\": [\"One?\", \"Two?\"], \"a\": [\"1\", \"2\"]}"))
                .isEqualTo(items);
        assertThat(
                        read(
                                "pandas.json",
                                "{\"i\":{\"0\":\"x\",\"1\":\"y\"},\"q\":{\"0\":\"One?\",\"1\":\"Two?\"},\"a\":{\"0\":\"1\",\"1\":\"2\"}}"))
                .isEqualTo(items);
        assertThat(read(
                        YAML + "list: body.rows\n",
                        "deep.json",
                        ("{\"body\": {\"rows\": [" + one + "," + two + "]}, \"more\": [{}]}").getBytes(UTF_8)))
                .isEqualTo(items);
        assertThat(read("mark.jsonl", "\uFEFF" + one + "\r\n" + two + "\r\n")).isEqualTo(items);
        assertThat(read("single.json", one)).isEqualTo(items.subList(0, 1));
    }

    @Test
    void packedTextIsUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(line(1, "1").getBytes(UTF_8));
        }
        assertThat(read(YAML, "set.jsonl.gz", packed.toByteArray())).hasSize(1);

        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(line(1, "1").repeat(10_000).getBytes(UTF_8));
        }
        assertRefused(YAML.replace("id: i\n", ""), "set.jsonl.gz", bomb.toByteArray(), "is larger than 100000 bytes");
    }

    @Test
    void nestedFieldsAreReachedByDots() throws IOException {
        List<Item> items = read(
                "question: body.q\nanswer: body.gold.text\nlevel: level.name\n",
                "set.json",
                "[{\"level.name\": \"hard\", \"body\": {\"q\": \"Who?\", \"gold\": {\"text\": \"Ada\"}}}]"
                        .getBytes(UTF_8));

        assertThat(items.getFirst().references()).containsExactly("Ada");
        assertThat(items.getFirst().level()).isEqualTo("hard");
    }

    @Test
    void optionsAreAListOrLetters() throws IOException {
        String yaml = "question: q\nanswer: a\noptions: o\n";
        List<Item> items = read(
                yaml,
                "set.jsonl",
                ("{\"q\": \"Which?\", \"a\": \"B\", \"o\": [\"red\", \"blue\"]}\n"
                                + "{\"q\": \"Which?\", \"a\": \"B\", \"o\": {\"A\": \"red\", \"B\": \"blue\"}}\n")
                        .getBytes(UTF_8));

        assertThat(items).extracting(Item::options).containsOnly(List.of("red", "blue"));
        assertThat(new BenchmarkFiles(directory, new ReadingLimits(1000, 1000))
                        .named("set")
                        .asked(items.getFirst()))
                .isEqualTo("Which?\n\n(A) red\n(B) blue");
        assertRefused(
                yaml,
                "set.jsonl",
                "{\"q\": \"Which?\", \"a\": \"B\", \"o\": {\"B\": \"red\"}}".getBytes(UTF_8),
                "field 'o' has the option B in the place of A");
    }

    @Test
    void equalContentTwiceInOneSetHasTwoHashes() throws IOException {
        String yaml = "question: q\nanswer: a\n";
        List<Item> items =
                read(yaml, "set.jsonl", "{\"q\": \"Q?\", \"a\": 1}\n".repeat(3).getBytes(UTF_8));

        assertThat(items).extracting(Item::hash).doesNotHaveDuplicates().hasSize(3);
        assertThat(read(
                        yaml,
                        "set.jsonl",
                        "{\"q\": \"Q?\", \"a\": 1}\n".repeat(3).getBytes(UTF_8)))
                .isEqualTo(items);
        assertThat(items.getFirst().hash())
                .isEqualTo(Sha256.hex("{\"files\":[],\"options\":[],\"question\":\"Q?\",\"references\":[\"1\"]}"));
    }

    @Test
    void furtherRightAnswersCountAndRowsWithSomethingElseAreCountedOut() throws IOException {
        Files.writeString(
                directory.resolve("musique.jsonl"),
                "{\"id\": \"m\", \"question\": \"Q?\", \"answer\": \"NYC\", \"answer_aliases\": [\"New York\", \"NYC\"]}");
        Files.writeString(directory.resolve("hle.jsonl"), """
                {"id": "1", "question": "Q?", "answer": "A", "image": ""}
                {"id": "2", "question": "See picture", "answer": "B", "image": "data:image/png;base64,AAAA"}
                """);
        BenchmarkFiles benchmarks = new BenchmarkFiles(directory, new ReadingLimits(100_000, 20_000));

        assertThat(benchmarks.read("musique").items().getFirst().references()).containsExactly("NYC", "New York");
        assertThat(benchmarks.read("hle").items()).extracting(Item::id).containsExactly("1");
        assertThat(benchmarks.read("hle").notices()).containsExactly("1 rows left out: they have something in 'image'");
    }

    @Test
    void anEncipheredSetIsDeciphered() throws IOException {
        String row = "{\"id\": 1, \"canary\": \"key\", \"prompt\": \"" + enciphered("谁?") + "\", \"answer\": \""
                + enciphered("Ada") + "\"}\n";
        Files.writeString(directory.resolve("xbench.jsonl"), row);
        BenchmarkFiles benchmarks = new BenchmarkFiles(directory, new ReadingLimits(100_000, 20_000));

        assertThat(benchmarks.read("xbench").items().getFirst().question()).isEqualTo("谁?");
        assertThat(benchmarks.read("xbench").items().getFirst().references()).containsExactly("Ada");

        Files.writeString(
                directory.resolve("xbench.jsonl"),
                "{\"id\": 1, \"canary\": \"key\", \"prompt\": \"谁?\", \"answer\": \"2024\"}\n");
        assertThat(benchmarks.read("xbench").items().getFirst().references()).containsExactly("2024");

        Files.writeString(
                directory.resolve("xbench.jsonl"),
                row + "{\"id\": 2, \"canary\": \"key\", \"prompt\": \"谁?\", \"answer\": \"2024\"}\n");
        assertThatThrownBy(() -> benchmarks.read("xbench"))
                .hasMessageContaining("xbench.jsonl line 2: field 'prompt' is not enciphered as the rows before");
        Files.writeString(
                directory.resolve("xbench.jsonl"), "{\"id\": 0, \"prompt\": \"谁?\", \"answer\": \"2024\"}\n" + row);
        assertThatThrownBy(() -> benchmarks.read("xbench"))
                .hasMessageContaining("line 2: field 'prompt' is enciphered, which the rows before are not");
    }

    private static String enciphered(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) "key".charAt(i % 3);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void wrongRowsAreNamed() {
        assertRefused(
                "set.jsonl",
                line(1, "1") + "{\"i\": \"2\", \"q\": \"Two?\"}\n",
                "set.jsonl line 2: field 'a' is missing or empty");
        assertRefused("set.jsonl", line(1, "1") + line(2, "\" \""), "line 2: field 'a' is missing or empty");
        assertRefused("set.jsonl", line(1, "1") + line(2, "null"), "line 2: field 'a' is missing or empty");
        assertRefused("set.jsonl", line(1, "1") + line(2, "[]"), "line 2: field 'a' is an empty list");
        assertRefused("set.jsonl", line(1, "1") + line(2, "[\"\"]"), "line 2: field 'a' holds a list with nothing");
        assertRefused("set.jsonl", line(1, "1") + line(2, "{\"x\": 1}"), "line 2: field 'a' holds an object");
        assertRefused(
                "set.jsonl", line(1, "1") + "\n" + line(1, "1"), "line 3: field 'i' is '1' as in set.jsonl line 1");
        assertRefused("set.jsonl", line(1, "1") + "{\"q\": \"Two?\", \"a\": 2}", "line 2: field 'i' is missing");
        assertRefused(
                "set.jsonl",
                "{\"problem\": \"One?\", \"a\": 2}",
                "line 1: field 'q' has no question",
                "this row has problem, a");
        assertRefused("set.jsonl", line(1, "1") + "{\"i\": ", "line 2 is not JSON");
        assertRefused("set.jsonl", line(1, "1") + "[1]\n", "line 2 is no JSON object");
        assertRefused("set.jsonl", line(1, "1").strip() + line(2, "1"), "line 1 has more than one JSON object");
        assertRefused(
                "set.jsonl", "{\"i\": 1, \"q\": \"Q?\", \"q\": \"R?\", \"a\": 1}", "line 1 is not JSON: Duplicate");
        assertRefused("set.jsonl", line(1, "NaN"), "line 1 is not JSON");
        assertRefused("set.jsonl", line(1, "\"a\\u0000b\""), "line 1: field 'a' holds U+0000");
        assertRefused("set.jsonl", line(1, "\"a\\ud800b\""), "line 1: field 'a' holds U+0000 or half a surrogate pair");
        assertRefused("set.jsonl", line(1, "1") + "\0" + line(2, "1"), "line 2 holds U+0000");
        assertRefused(
                "set.jsonl",
                line(1, "1") + line(2, "\"" + "x".repeat(21_000) + "\""),
                "line 2 is longer than 20000",
                "longest-line");
        assertRefused(
                "set.jsonl",
                line(1, "1") + "x".repeat(60_000),
                "line 2 is in a row of more than 20000",
                "longest-line");
        assertRefused("set.jsonl", "", "set.jsonl is empty");
        assertRefused("set.jsonl", "\n \n", "set.jsonl has no rows");
        assertRefused("set.json", "[]", "set.json has no rows");
        assertRefused("set.json", "{\"data\": []}", "set.json has no rows");
        assertRefused("set.json", "[" + line(1, "1") + ", 7]", "set.json item 2 (line 2) is no JSON object");
        assertRefused("set.json", "[" + line(1, "1") + "," + line(2, "x") + "]", "set.json line 2 is not JSON");
        assertRefused("set.json", "[" + line(1, "1") + "] [2]", "has more behind its list");
        assertRefused(
                "set.json",
                "{\"train\": [" + line(1, "1") + "], \"test\": [" + line(2, "1") + "]}",
                "does not say where its rows are",
                "list:");
        assertRefused(
                "set.json",
                "{\"q\": [\"One?\", \"Two?\"], \"a\": [\"1\"]}",
                "field 'a' has 1 rows that are not the 2 of 'q'");
        assertRefused("set.txt", "x", "has no known format");
    }

    @Test
    void textThatIsNotUtf8IsNamedByItsLine() {
        byte[] latin = (line(1, "1") + line(2, "\"café\"")).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertRefused(YAML, "set.jsonl", latin, "set.jsonl line 2 is not UTF-8");
        byte[] utf16 = ("\uFEFF" + line(1, "1")).getBytes(UTF_16LE);
        assertRefused(YAML, "set.jsonl", utf16, "line 1 is not UTF-8 but UTF-16");
        assertRefused(YAML, "set.jsonl", new byte[] {'{', (byte) 0xC3}, "line 1 is not UTF-8");
    }

    @Test
    void columnsThatChangeAmidAFileAreNamed() throws IOException {
        Files.writeString(directory.resolve("hotpotqa.jsonl"), """
                {"id": "1", "question": "Q?", "answer": "A"}
                {"id": "2", "Question": "R?", "answer": "B"}
                """);
        assertThatThrownBy(() -> new BenchmarkFiles(directory, new ReadingLimits(100_000, 20_000)).read("hotpotqa"))
                .hasMessageContaining(
                        "line 2: field 'Question' has the question, which the rows before have in 'question'");
        Files.writeString(directory.resolve("hotpotqa.jsonl"), """
                {"question": "Q?", "answer": "A"}
                {"id": "2", "question": "R?", "answer": "B"}
                """);
        assertThatThrownBy(() -> new BenchmarkFiles(directory, new ReadingLimits(100_000, 20_000)).read("hotpotqa"))
                .hasMessageContaining("line 2: field 'id' has an id, which the rows before have not");
    }

    @Test
    void secretAnswersAreNoneToGradeBy() throws IOException {
        Files.writeString(
                directory.resolve("gaia.jsonl"), "{\"task_id\": \"1\", \"Question\": \"Q?\", \"Final answer\": \"?\"}");
        assertThatThrownBy(() -> new BenchmarkFiles(directory, new ReadingLimits(100_000, 20_000)).read("gaia"))
                .hasMessageContaining("field 'Final answer' is '?': this set's answers are kept secret");
    }

    @Test
    void commaSeparatedValuesAreRowsToo() throws IOException {
        String yaml = "question: Question\nanswer: Answer\n";
        List<Item> items = read(
                yaml,
                "set.csv",
                "\uFEFFQuestion,Answer\r\n\"Who, then?\",\"April 30, 1789\"\r\n\r\n\"Two \"\"lines\"\"\nhere\",1.50"
                        .getBytes(UTF_8));

        assertThat(items).extracting(Item::question).containsExactly("Who, then?", "Two \"lines\"\nhere");
        assertThat(items).extracting(Item::references).containsExactly(List.of("April 30, 1789"), List.of("1.50"));
        assertThat(items).extracting(Item::id).containsExactly("1", "2");
        assertThat(read(yaml, "set.tsv", "Question\tAnswer\nA, or B?\tA".getBytes(UTF_8))
                        .getFirst()
                        .question())
                .isEqualTo("A, or B?");
        assertRefused(
                yaml,
                "set.csv",
                "Question,Answer\nA,1\nB,2,3\n".getBytes(UTF_8),
                "set.csv row 2 (line 3) has 3 fields where the header has 2");
        assertRefused(
                yaml,
                "set.csv",
                "Question,Answer\nA,1\nB,\n".getBytes(UTF_8),
                "row 2 (line 3): field 'Answer' is missing");
        assertRefused(
                yaml, "set.csv", "Question,Answer\nA,1\nB,\"2\nC,3\n".getBytes(UTF_8), "set.csv line 3 is not CSV");
        assertRefused(yaml, "set.csv", "Question,Answer\nA,\"1\"x\n".getBytes(UTF_8), "set.csv line 2 is not CSV");
        assertRefused(
                yaml, "set.csv", "Question,Question\nA,1\n".getBytes(UTF_8), "line 1 does not name every column once");
        assertRefused(yaml, "set.csv", "Question,\nA,1\n".getBytes(UTF_8), "line 1 does not name every column once");
        assertRefused(yaml, "set.csv", "Question;Answer\nA;1\n".getBytes(UTF_8), "this row has Question;Answer");
        assertRefused(yaml, "set.csv", "Question,Answer\n".getBytes(UTF_8), "set.csv has no rows");
        assertRefused(yaml, "set.csv", "Question,Answer\nA\0,1\n".getBytes(UTF_8), "set.csv line 2 holds U+0000");
        assertRefused(
                yaml,
                "set.csv",
                ("Question,Answer\n\"" + "x\n".repeat(30_000)).getBytes(UTF_8),
                "is in a row of more than 20000 characters");
    }

    /** Made by pyarrow with each codec, see the columns in the test. */
    @Test
    void parquetIsReadWhateverPacksItsPages() throws IOException {
        String yaml = "id: id\nquestion: question\nanswer: answers\nlevel: info.level\nwithout: nothing\n";
        List<Item> items = read(yaml, "snappy.parquet", parquet("snappy.parquet"));

        assertThat(items).extracting(Item::id).containsExactly("7", "8", "9");
        assertThat(items)
                .extracting(Item::question)
                .containsExactly("Which river runs through Ulm?", "How much is a half?", "谁写的?");
        assertThat(items)
                .extracting(Item::references)
                .containsExactly(List.of("Danube", "Donau"), List.of("0.5"), List.of("Ada"));
        assertThat(items).extracting(Item::level).containsExactly("easy", "hard", null);
        assertThat(read(yaml, "zstd.parquet", parquet("zstd.parquet"))).isEqualTo(items);
        assertThat(read(yaml.replace("nothing", "image"), "snappy.parquet", parquet("snappy.parquet")))
                .extracting(Item::id)
                .containsExactly("7", "9");
        assertThat(read(
                        "question: question\nanswer: plain\ncluster: ratio\ncategory: known\nwithout: nothing\n",
                        "zstd.parquet",
                        parquet("zstd.parquet")))
                .extracting(item -> item.references().getFirst(), Item::cluster, Item::category)
                .containsExactly(
                        tuple("text", "0.5", "true"), tuple("more", null, "false"), tuple("last", "10000000000", null));
    }

    @Test
    void whatIsWrongWithParquetIsNamed() throws IOException {
        byte[] whole = parquet("snappy.parquet");
        assertRefused(
                "question: question\nanswer: number\n",
                "set.parquet",
                whole,
                "set.parquet row 2: field 'number' is missing or empty");
        assertRefused(
                "question: question\nanswer: image.bytes\nwithout: plain\n",
                "set.parquet",
                whole,
                "has only rows with plain");
        assertRefused(
                "question: ask\nanswer: number\n",
                "set.parquet",
                whole,
                "row 1: field 'ask' has no question",
                "this row has id, question, answers");
        assertRefused("question: ask\nanswer: reply\n", "set.parquet", whole, "this row has id, question, answers");
        assertRefused("question: info\nanswer: number\n", "set.parquet", whole, "row 1: field 'info' holds an object");
        assertRefused(YAML, "set.parquet", Arrays.copyOf(whole, whole.length / 2), "cannot be read as Parquet");
        assertRefused(YAML, "set.parquet", "PAR1 and no more".getBytes(UTF_8), "cannot be read as Parquet");
        assertRefused(
                "question: question\nanswer: answers\n",
                "set.parquet",
                parquet("lz4.parquet"),
                "set.parquet cannot be read as Parquet",
                "LZ4");
    }

    private static byte[] parquet(String name) throws IOException {
        try (InputStream stream = ItemRowsTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream).readAllBytes();
        }
    }
}
