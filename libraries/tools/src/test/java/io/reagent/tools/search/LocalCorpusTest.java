package io.reagent.tools.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reagent.core.trajectory.StorableText;
import io.reagent.tools.Calls;
import io.reagent.tools.browse.BrowseTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCorpusTest {
    @TempDir
    Path documents;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(documents.resolve("rivers.txt"), "The Danube flows into the Black Sea.\n\nIt is long.");
        Files.createDirectories(documents.resolve("deep down"));
        Files.writeString(
                documents.resolve("deep down/sea.html"),
                "<html><head><title>Seas</title></head><body><p>The Black Sea is salty.</p></body></html>");
        Files.writeString(documents.resolve("wiki.jsonl"), """
                {"id": "7", "title": "Vienna", "text": "Vienna lies on the river Danube."}
                {"_id": "8", "title": "Danube", "contents": "A river."}
                """);
        Files.createSymbolicLink(documents.resolve("link.txt"), documents.resolve("rivers.txt"));
    }

    @Test
    void findsByTitleFirstAndByStem() throws IOException {
        try (LocalCorpus corpus = LocalCorpus.inMemory(documents)) {
            assertThat(search(corpus, "{\"queries\": [\"danube\"], \"top_k\": 1}"))
                    .isEqualTo("corpus:wiki.jsonl#8 ( Danube ): A river.");
            assertThat(search(corpus, "{\"queries\": [\"which rivers flowing\"], \"top_k\": 5}"))
                    .contains("corpus:rivers.txt ( rivers.txt ): The Danube flows into")
                    .doesNotContain("link.txt");
            assertThat(search(corpus, "{\"queries\": [\"the\"]}")).isEqualTo("No results.");
        }
    }

    @Test
    void whatIsFoundCanBeBrowsed() throws IOException {
        try (LocalCorpus corpus = LocalCorpus.inMemory(documents)) {
            assertThat(search(corpus, "{\"queries\": [\"salty\"]}"))
                    .startsWith("corpus:deep%20down/sea.html ( Seas ):");
            BrowseTool browse = new BrowseTool(List.of(corpus));
            assertThat(Calls.call(browse, "{\"url\": \"corpus:deep%20down/sea.html\", \"query\": \"salty\"}")
                            .text())
                    .isEqualTo("# Seas\n\nThe Black Sea is salty.");
            assertThat(Calls.call(browse, "{\"url\": \"corpus:wiki.jsonl#7\", \"query\": \"\"}")
                            .text())
                    .isEqualTo("# Vienna\n\nVienna lies on the river Danube.");
            assertThat(Calls.call(browse, "{\"url\": \"corpus:none\", \"query\": \"\"}")
                            .text())
                    .isEqualTo("Error: no such page");
        }
    }

    @Test
    void anIndexOnDiskAnswersTheSame(@TempDir Path index) throws IOException {
        LocalCorpus.write(documents, index);
        LocalCorpus.write(documents, index);
        try (LocalCorpus corpus = LocalCorpus.open(index)) {
            assertThat(search(corpus, "{\"queries\": [\"Vienna\"]}"))
                    .isEqualTo("corpus:wiki.jsonl#7 ( Vienna ): Vienna lies on the river Danube.");
        }
    }

    @Test
    void whatCannotBeReadIsLeftOutAndNamed() throws IOException {
        Files.writeString(
                documents.resolve("bad.jsonl"),
                "\uFEFF{\"id\": \"1\", \"text\": \"A fine line\"}\n{\n{\"id\": \"3\"}\n{\"id\": \"%s\", \"text\": \"x\"}"
                        .formatted("i".repeat(40_000)));
        Files.write(documents.resolve("broken.pdf"), new byte[] {1, 2, 3});
        Files.write(documents.resolve("logo.png"), new byte[] {1, 2, 3});
        Files.writeString(documents.resolve("empty.txt"), " ");
        try (LocalCorpus corpus = LocalCorpus.inMemory(documents)) {
            assertThat(corpus.leftOut())
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("line 2 of bad.jsonl: it is not JSON"),
                            line -> assertThat(line).isEqualTo("line 3 of bad.jsonl: it has neither text nor contents"),
                            line -> assertThat(line)
                                    .isEqualTo("line 4 of bad.jsonl: its id is longer than 1000 characters"),
                            line -> assertThat(line).startsWith("broken.pdf: the file is no valid PDF"),
                            line -> assertThat(line).isEqualTo("empty.txt: it has no text"),
                            line -> assertThat(line).startsWith("logo.png: a .png file cannot be read"));
            assertThat(search(corpus, "{\"queries\": [\"fine line\"]}")).startsWith("corpus:bad.jsonl#1");
            assertThat(search(corpus, "{\"queries\": [\"salty\"]}")).startsWith("corpus:deep%20down/sea.html");
        }
    }

    @Test
    void anIndexThatCannotBeWrittenIsNoUnreadableDocument() {
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> CorpusFiles.forEach(documents, document -> {
                    if (document.id().startsWith("wiki")) {
                        throw new FileSystemException("index", null, "No space left on device");
                    }
                }));
    }

    @Test
    void everyKindThatTheFileReaderReadsIsSearchedInWhateverEncoding() throws IOException {
        Files.write(
                documents.resolve("latin.txt"),
                "Ein Café in München öffnet früh, ein Bäcker daneben später.".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(
                documents.resolve("latin.jsonl"),
                "{\"id\": \"1\", \"text\": \"naïve zebra\"}".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(documents.resolve("prices.csv"), "\uFEFFtea,quince\n2,5");
        Files.writeString(documents.resolve("notes.htm"), "<title>Notes</title>Marmalade");
        try (XWPFDocument word = new XWPFDocument();
                OutputStream out = Files.newOutputStream(documents.resolve("letter.docx"))) {
            word.createParagraph().createRun().setText("The heron waited");
            word.write(out);
        }
        try (LocalCorpus corpus = LocalCorpus.inMemory(documents)) {
            assertThat(corpus.leftOut()).isEmpty();
            assertThat(search(corpus, "{\"queries\": [\"München\"]}"))
                    .startsWith("corpus:latin.txt ( latin.txt ): Ein Café in München");
            assertThat(search(corpus, "{\"queries\": [\"zebra\"]}")).contains("na\uFFFDve zebra");
            assertThat(search(corpus, "{\"queries\": [\"quince\"]}")).startsWith("corpus:prices.csv");
            assertThat(search(corpus, "{\"queries\": [\"marmalade\"]}")).startsWith("corpus:notes.htm ( Notes )");
            assertThat(search(corpus, "{\"queries\": [\"heron\"]}"))
                    .isEqualTo("corpus:letter.docx ( letter.docx ): The heron waited");
        }
    }

    @Test
    void aQueryOfTooManyWordsSaysSoAndTakesNoOtherWithIt() throws IOException {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            words.append('w').append(i).append(' ');
        }
        try (LocalCorpus corpus = LocalCorpus.inMemory(documents)) {
            assertThat(search(corpus, "{\"queries\": [\"" + words + "\", \"salty\"]}"))
                    .contains("Error: queries: one has more than 512 words; ask for less")
                    .contains("corpus:deep%20down/sea.html");
        }
    }

    @Test
    void snippetsNeverHalveACharacter() {
        String text = "x" + "\uD83D\uDE00".repeat(300);
        for (int most = 20; most < 24; most++) {
            assertThat(Snippet.of(text, "nothing", most)).isEqualTo(StorableText.of(Snippet.of(text, "nothing", most)));
        }
    }

    @Test
    void snippetsShowTheStretchThatAnswers() {
        String text =
                "filler words here ".repeat(100) + "the treaty was signed in Utrecht " + "more filler ".repeat(100);
        assertThat(Snippet.of(text, "treaty signed where", 200))
                .hasSizeLessThan(210)
                .contains("treaty was signed in Utrecht")
                .startsWith("… ")
                .endsWith(" …");
    }

    private static String search(LocalCorpus corpus, String arguments) {
        return Calls.call(new SearchTool(corpus), arguments).text();
    }
}
