package io.reagent.tools.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The documents of a directory and everything below it: {@code .txt} and {@code .md} (title: file name), {@code .html},
 * and {@code .jsonl} with an object on each line, as retrieval corpora come: {@code id} or {@code _id}, {@code title},
 * and {@code text} or {@code contents}. Symbolic links are not followed.
 */
final class CorpusFiles {
    private CorpusFiles() {}

    /** @param id what stands after {@code corpus:} in its URL: the path, and for a line of JSON {@code #} and its id */
    record CorpusDocument(String id, String title, String text) {}

    /** Receives documents one by one. */
    interface Receiver {
        void accept(CorpusDocument document) throws IOException;
    }

    static void forEach(Path directory, Receiver receiver) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(path -> Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            String id = encoded(directory.relativize(file).toString().replace('\\', '/'));
            switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
                case "txt", "md" -> receiver.accept(new CorpusDocument(id, name, Files.readString(file)));
                case "html", "htm" -> {
                    Document html = Jsoup.parse(file.toFile());
                    String title = html.title().isBlank() ? name : html.title();
                    receiver.accept(new CorpusDocument(id, title, html.body().wholeText()));
                }
                case "jsonl" -> readLines(file, id, receiver);
                default -> {}
            }
        }
    }

    private static void readLines(Path file, String id, Receiver receiver) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    receiver.accept(readLine(line, id, number, file));
                }
            }
        }
    }

    private static CorpusDocument readLine(String line, String id, int number, Path file) throws IOException {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(line);
        } catch (JacksonException malformed) {
            throw new IOException("line " + number + " of " + file + " is not JSON", malformed);
        }
        String text = json.path("text").asString(json.path("contents").asString(""));
        if (text.isBlank()) {
            throw new IOException("line " + number + " of " + file + " has neither text nor contents");
        }
        String own = json.path("id").asString(json.path("_id").asString(Integer.toString(number)));
        return new CorpusDocument(id + "#" + encoded(own), json.path("title").asString(""), text);
    }

    private static String encoded(String path) throws IOException {
        try {
            return new URI(null, null, "/" + path, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            throw new IOException("no URL can be made of " + path, e);
        }
    }
}
