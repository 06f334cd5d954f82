package io.reagent.core.judgement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The judge's instructions as a text file that a user can replace: a line {@code [system]} and a line {@code [user]}
 * open the two messages; {@code {{trajectory}}} (needed), {@code {{question}}} and {@code {{fence}}} are filled in. Text
 * before the first section is a comment. What is filled in is not searched for placeholders again.
 */
public final class JudgePromptTemplate {
    private static final String DEFAULT = "judge.txt";
    private static final Pattern SECTION = Pattern.compile("(?m)^\\[(system|user)][ \\t]*\\R?");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private final String system;
    private final String user;

    private JudgePromptTemplate(String system, String user) {
        this.system = system;
        this.user = user;
    }

    /**
     * @param source the template's name for error messages, such as its path
     * @param text the template
     * @throws IllegalArgumentException when a section or {@code {{trajectory}}} is missing or a placeholder is unknown
     */
    public static JudgePromptTemplate parse(String source, String text) {
        List<String> problems = new ArrayList<>();
        String system = section(text, "system", problems);
        String user = section(text, "user", problems);
        boolean hasTrajectory = false;
        Matcher placeholder = PLACEHOLDER.matcher(system + user);
        while (placeholder.find()) {
            switch (placeholder.group(1)) {
                case "trajectory" -> hasTrajectory = true;
                case "question", "fence" -> {}
                default ->
                    problems.add("{{" + placeholder.group(1)
                            + "}} is unknown: use {{trajectory}}, {{question}} and {{fence}}");
            }
        }
        if (!hasTrajectory) {
            problems.add("{{trajectory}} is missing: put it where the judge should read the trajectory");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("judge template " + source + ": " + String.join("; ", problems));
        }
        return new JudgePromptTemplate(system, user);
    }

    /** The rubric that ships with the platform, for a capable judge of some billions of parameters. */
    public static JudgePromptTemplate standard() {
        try (InputStream in = JudgePromptTemplate.class.getResourceAsStream(DEFAULT)) {
            if (in == null) {
                throw new IllegalStateException("resource " + DEFAULT + " is missing");
            }
            return parse(DEFAULT, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether it says the same, wherever it was read from. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JudgePromptTemplate same && system.equals(same.system) && user.equals(same.user);
    }

    @Override
    public int hashCode() {
        return Objects.hash(system, user);
    }

    /** The prompt for one rendered trajectory. */
    public JudgePrompt fill(Rendering rendering) {
        return new JudgePrompt(filled(system, rendering), filled(user, rendering));
    }

    private static String section(String text, String name, List<String> problems) {
        Matcher section = SECTION.matcher(text);
        int start = -1;
        int end = text.length();
        while (section.find()) {
            if (section.group(1).equals(name)) {
                if (start >= 0) {
                    problems.add("section [" + name + "] stands twice");
                }
                start = section.end();
                end = text.length();
            } else if (start >= 0 && end == text.length()) {
                end = section.start();
            }
        }
        if (start < 0) {
            problems.add("section [" + name + "] is missing: give it a line of its own");
            return "";
        }
        return text.substring(start, end).strip();
    }

    private static String filled(String template, Rendering rendering) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(placeholder -> Matcher.quoteReplacement(
                        switch (placeholder.group(1)) {
                            case "trajectory" -> rendering.text();
                            case "question" -> rendering.question();
                            default -> rendering.fence().nonce();
                        }));
    }
}
