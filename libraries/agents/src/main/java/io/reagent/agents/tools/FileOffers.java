package io.reagent.agents.tools;

import io.reagent.core.tools.Tool;
import io.reagent.tools.browse.WebFetcher;
import io.reagent.tools.files.ConfinedFiles;
import io.reagent.tools.files.FileReaderTool;
import io.reagent.tools.media.AudioTool;
import io.reagent.tools.media.ImageTool;
import io.reagent.tools.media.MediaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** {@code file_reader}, {@code image2text} and {@code audio2text}: what opens files below one directory. */
final class FileOffers {
    private final ToolsProperties settings;
    private final Deque<AutoCloseable> open;

    /** @param open gets what must be closed */
    FileOffers(ToolsProperties settings, Deque<AutoCloseable> open) {
        this.settings = settings;
        this.open = open;
    }

    /** Makes a tool over files and a server's model. */
    private interface Maker {
        Tool make(MediaFiles files, MediaProperties server);
    }

    List<ToolOffer> all() throws IOException {
        FileReaderProperties files = settings.fileReader();
        if (!Files.isDirectory(files.root())) {
            String reason =
                    "there is no directory " + files.root() + "; point reagent.agents.tools.file-reader.root at one";
            return List.of(
                    new ToolOffer.Missing("file_reader", reason),
                    new ToolOffer.Missing("image2text", reason),
                    new ToolOffer.Missing("audio2text", reason));
        }
        ConfinedFiles confined =
                new ConfinedFiles(files.root(), Math.toIntExact(files.maxSize().toBytes()));
        WebFetcher fetcher = settings.browse().fetcher();
        open.push(fetcher);
        MediaFiles media = new MediaFiles(confined, fetcher);
        return List.of(
                new ToolOffer.Ready(new FileReaderTool(confined)),
                media(
                        "image2text",
                        media,
                        settings.image2text(),
                        (from, server) -> new ImageTool(from, server.server(), Objects.requireNonNull(server.model()))),
                media(
                        "audio2text",
                        media,
                        settings.audio2text(),
                        (from, server) ->
                                new AudioTool(from, server.server(), Objects.requireNonNull(server.model()))));
    }

    private static ToolOffer media(String name, MediaFiles files, MediaProperties server, Maker maker) {
        return server.baseUrl() == null
                ? new ToolOffer.Missing(
                        name,
                        "no model is configured for it; set reagent.agents.tools." + name
                                + ".base-url and .model to those of an OpenAI-compatible server")
                : new ToolOffer.Ready(maker.make(files, server));
    }
}
