package io.reagent.eval.benchmarks;

import io.reagent.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** SHA-256, hex. */
final class ItemHash {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ItemHash() {}

    /**
     * Of what is asked and what it is held against, as JSON with its fields in the order of the alphabet.
     *
     * @param files the hashes of the attached files
     * @param world number and version of a task of the made-up world, or null
     * @param occurrence in the set, from 1 on: equal items of one set have different hashes
     */
    static String of(
            String question,
            List<String> references,
            List<String> options,
            List<String> files,
            @Nullable Map<String, Long> world,
            int occurrence) {
        SortedMap<String, Object> content = new TreeMap<>();
        content.put("question", question);
        content.put("references", references);
        content.put("options", options);
        content.put("files", files);
        if (world != null) {
            content.put("world", new TreeMap<>(world));
        }
        if (occurrence > 1) {
            content.put("occurrence", occurrence);
        }
        return Sha256.hex(JSON.writeValueAsString(content));
    }

    /** Of the bytes of files, one behind the other. Blocking. */
    static String of(List<Path> files) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[1 << 16];
        for (Path file : files) {
            try (InputStream bytes = Files.newInputStream(file)) {
                for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                    digest.update(chunk, 0, read);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
