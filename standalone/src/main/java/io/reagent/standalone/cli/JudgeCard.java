package io.reagent.standalone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The part of a judge's model card that is written from a report of the eval service, with the command that made it and the
 * machine that it ran on. It stands between two marks, and each writing replaces the one before.
 */
final class JudgeCard {
    private static final String BEGIN = "<!-- written by ./reagent evaluate judge --card -->";
    private static final String END = "<!-- to here -->";

    private JudgeCard() {}

    /**
     * Writes it into {@code README.md} of a model's directory, at the end where it has none yet.
     *
     * @param tables the report as Markdown
     * @throws IOException where there is no such file, or a mark has lost its other
     */
    static void write(Path model, String command, Duration took, String tables) throws IOException {
        Path readme = model.resolve("README.md");
        if (!Files.isRegularFile(readme)) {
            throw new IOException("there is no " + readme + " to write the report into");
        }
        Files.writeString(readme, in(Files.readString(readme), section(command, took, ThisMachine.words(), tables)));
    }

    static String section(String command, Duration took, String machine, String tables) {
        String figures = tables.strip().replaceFirst("\\A## .*\\n+", "");
        return "## Measured by the platform\n\n    " + command + "\n\nwrote this part: " + took.toMinutes() + " min "
                + took.toSecondsPart() + " s on " + machine + ".\n\n" + figures + "\n";
    }

    static String in(String card, String section) throws IOException {
        String marked = BEGIN + "\n" + section + END + "\n";
        int begin = card.indexOf(BEGIN);
        int end = card.indexOf(END);
        if (begin < 0 && end < 0) {
            return card.stripTrailing() + "\n\n" + marked;
        }
        if (begin < 0 || end < begin) {
            throw new IOException("the card has one of the marks '" + BEGIN + "' and '" + END + "' without the other");
        }
        return card.substring(0, begin)
                + marked
                + card.substring(end + END.length()).stripLeading();
    }
}
