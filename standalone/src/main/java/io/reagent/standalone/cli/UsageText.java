package io.reagent.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code ./reagent help} prints without a JVM; each command's help here is its paragraph. */
final class UsageText {
    /** A command and what it takes, then in the same column of every line what it does. */
    private static final Pattern FIRST_LINE = Pattern.compile("  ([a-z]+)(?: \\S+)? {2,}(.*)");

    private static final Pattern NEXT_LINE = Pattern.compile(" {22}(.*)");

    private UsageText() {}

    static String whole() {
        try (InputStream in = Objects.requireNonNull(UsageText.class.getResourceAsStream("usage.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said of each command, in order. */
    static Map<String, String> paragraphs() {
        Map<String, String> paragraphs = new LinkedHashMap<>();
        String command = "";
        for (String line : whole().split("\nSet in the environment", -1)[0].split("\n", -1)) {
            Matcher first = FIRST_LINE.matcher(line);
            Matcher next = NEXT_LINE.matcher(line);
            if (first.matches()) {
                command = first.group(1);
                paragraphs.put(command, first.group(2));
            } else if (next.matches()) {
                paragraphs.merge(command, " " + next.group(1), String::concat);
            }
        }
        return paragraphs;
    }
}
