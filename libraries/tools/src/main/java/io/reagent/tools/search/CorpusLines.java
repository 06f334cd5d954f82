package io.reagent.tools.search;

import io.reagent.core.tools.ToolException;
import io.reagent.tools.search.CorpusFiles.CorpusDocument;
import io.reagent.tools.search.CorpusFiles.Receiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file with a document on each line: {@code id} or {@code _id}, {@code title}, and {@code text} or {@code contents}.
 * Read line by line, however long the file; what is no UTF-8 in it becomes U+FFFD.
 *
 * @param name of the file below the directory
 * @param id of the file, which stands before each line's own
 */
record CorpusLines(Path file, String name, String id, Receiver receiver, LeftOut leftOut) {
    /** Lucene takes no term of more than 32,766 bytes. */
    private static final int LONGEST_ID = 1_000;

    void read() throws IOException {
        try (BufferedReader lines = open()) {
            int number = 1;
            for (String line = next(lines); line != null; line = next(lines)) {
                // a byte order mark is none of the first line's text
                String bare = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!bare.isBlank()) {
                    read(bare, number);
                }
                number++;
            }
        } catch (ToolException broken) {
            leftOut.add(name, String.valueOf(broken.getMessage()));
        }
    }

    private BufferedReader open() {
        try {
            return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new ToolException(CorpusFiles.why(unreadable), unreadable);
        }
    }

    /** The file may end badly; what receives its documents fails as itself. */
    private static @Nullable String next(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException broken) {
            throw new ToolException("it cannot be read to its end", broken);
        }
    }

    private void read(String line, int number) throws IOException {
        CorpusDocument document;
        try {
            document = document(line, number);
        } catch (ToolException | URISyntaxException unfit) {
            leftOut.add("line " + number + " of " + name, String.valueOf(unfit.getMessage()));
            return;
        }
        receiver.accept(document);
    }

    private CorpusDocument document(String line, int number) throws URISyntaxException {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(line);
        } catch (JacksonException malformed) {
            throw new ToolException("it is not JSON", malformed);
        }
        String text = json.path("text").asString(json.path("contents").asString(""));
        if (text.isBlank()) {
            throw new ToolException("it has neither text nor contents");
        }
        String own = json.path("id").asString(json.path("_id").asString(Integer.toString(number)));
        if (own.length() > LONGEST_ID) {
            throw new ToolException("its id is longer than " + LONGEST_ID + " characters");
        }
        return new CorpusDocument(
                id + "#" + CorpusFiles.encoded(own), json.path("title").asString(""), text);
    }
}
