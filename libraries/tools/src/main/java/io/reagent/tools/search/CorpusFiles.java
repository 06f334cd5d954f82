package io.reagent.tools.search;

import io.reagent.core.tools.InWords;
import io.reagent.core.tools.ToolException;
import io.reagent.tools.files.DocumentText;
import io.reagent.tools.files.DocumentType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * The documents of a directory and everything below it: each file that {@code file_reader} reads, by its name, and each
 * line of a {@code .jsonl} as retrieval corpora come ({@link CorpusLines}). Symbolic links are not followed. What cannot
 * be read is left out and named: one bad file takes no other with it.
 */
final class CorpusFiles {
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_CHARACTERS = 5_000_000;

    private final Path directory;
    private final Receiver receiver;
    private final LeftOut leftOut = new LeftOut();

    private CorpusFiles(Path directory, Receiver receiver) {
        this.directory = directory;
        this.receiver = receiver;
    }

    /** @param id what stands after {@code corpus:} in its URL: the path, and for a line of JSON {@code #} and its id */
    record CorpusDocument(String id, String title, String text) {}

    /** Receives documents one by one. */
    interface Receiver {
        void accept(CorpusDocument document) throws IOException;
    }

    /**
     * Hands over every document that can be read.
     *
     * @return what cannot, a line each
     * @throws IOException when the directory itself cannot be read, or the receiver fails
     */
    static List<String> forEach(Path directory, Receiver receiver) throws IOException {
        CorpusFiles files = new CorpusFiles(directory, receiver);
        for (Path file : files.all()) {
            files.read(file);
        }
        return files.leftOut.lines();
    }

    private List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (file.equals(directory)) {
                    throw failed;
                }
                leftOut.add(name(file), why(failed));
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        return files;
    }

    private String name(Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private void read(Path file) throws IOException {
        String name = name(file);
        String id;
        DocumentType type;
        try {
            type = DocumentType.of(name);
            id = encoded(name);
        } catch (ToolException | URISyntaxException unfit) {
            leftOut.add(name, String.valueOf(unfit.getMessage()));
            return;
        }
        if (type == DocumentType.JSONL) {
            new CorpusLines(file, name, id, receiver, leftOut).read();
            return;
        }
        CorpusDocument document;
        try {
            document = document(file, id, type);
        } catch (ToolException | IOException unreadable) {
            leftOut.add(name, why(unreadable));
            return;
        }
        receiver.accept(document);
    }

    private static CorpusDocument document(Path file, String id, DocumentType type) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new ToolException("it is larger than " + InWords.ofBytes(MOST_BYTES));
        }
        byte[] bytes = Files.readAllBytes(file);
        String title = "";
        String text;
        if (type == DocumentType.HTML) {
            Document html = Jsoup.parse(new ByteArrayInputStream(bytes), null, "");
            title = html.title();
            text = html.body().wholeText();
        } else {
            text = DocumentText.extract(bytes, type, MOST_CHARACTERS);
        }
        if (text.isBlank()) {
            throw new ToolException("it has no text");
        }
        return new CorpusDocument(id, title.isBlank() ? file.getFileName().toString() : title, text);
    }

    static String why(Exception unreadable) {
        return unreadable instanceof ToolException told
                ? String.valueOf(told.getMessage())
                : "it cannot be read (" + unreadable.getClass().getSimpleName() + ")";
    }

    static String encoded(String path) throws URISyntaxException {
        return new URI(null, null, "/" + path, null).getRawPath().substring(1);
    }
}
