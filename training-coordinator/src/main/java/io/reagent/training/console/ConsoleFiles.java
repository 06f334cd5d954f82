package io.reagent.training.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;

/**
 * The console's files and uPlot's, by their path below {@code /console/}. Read once, at start: they lie in jars, and an
 * event loop must not read those.
 */
final class ConsoleFiles {
    private static final String OWN = "io/reagent/training/console/";
    private static final String CHARTS = "META-INF/resources/webjars/uplot/*/dist/uPlot.";
    private static final Map<String, MediaType> TYPES = Map.of(
            "html", MediaType.parseMediaType("text/html;charset=UTF-8"),
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"));

    private final Map<String, File> files = new LinkedHashMap<>();

    /**
     * A file.
     *
     * @param tag changes when the content does
     */
    record File(MediaType type, byte[] content, String tag) {}

    ConsoleFiles() {
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        try {
            for (String ending : TYPES.keySet()) {
                for (Resource own : resources.getResources("classpath*:" + OWN + "**/*." + ending)) {
                    String url = own.getURL().toString();
                    add(url.substring(url.lastIndexOf(OWN) + OWN.length()), own);
                }
            }
            for (String part : new String[] {"esm.js", "min.css"}) {
                Resource[] found = resources.getResources("classpath*:" + CHARTS + part);
                if (found.length != 1) {
                    throw new IllegalStateException(
                            "uPlot's " + part + " is " + found.length + " times on the class path");
                }
                add("uplot/uPlot." + part, found[0]);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void add(String path, Resource resource) throws IOException {
        byte[] content = resource.getContentAsByteArray();
        MediaType type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException(path + " has no known type");
        }
        files.put(path, new File(type, content, '"' + DigestUtils.md5DigestAsHex(content) + '"'));
    }

    /** The file at a path, the page itself at the empty one; or null. */
    @Nullable File find(String path) {
        return files.get(path.isEmpty() ? "index.html" : path);
    }
}
