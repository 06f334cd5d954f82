package io.reagent.tools.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.tools.Calls;
import io.reagent.tools.browse.BrowseTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aBrokenLineIsNamed() throws IOException {
        Files.writeString(documents.resolve("bad.jsonl"), "{\"id\": \"1\", \"text\": \"fine\"}\n{");
        assertThatThrownBy(() -> LocalCorpus.inMemory(documents))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("line 2 of ")
                .hasMessageEndingWith("bad.jsonl is not JSON");
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
