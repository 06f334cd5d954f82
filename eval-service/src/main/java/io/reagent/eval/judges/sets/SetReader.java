package io.reagent.eval.judges.sets;

import io.reagent.core.hash.Sha256;
import io.reagent.eval.judges.sets.SetLayout.Taken;
import io.reagent.eval.labels.Label;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.json.LineSplitter;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** Reads labelled attempts, a line of JSON each or for several of one task; all lines are laid out alike. Blocking. */
public final class SetReader {
    private static final int LONGEST = 16 << 20;
    private static final int CHUNK = 1 << 16;

    private final String name;
    private final Subset subset;
    private final long seed;
    private final Map<String, Read> cases = new LinkedHashMap<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final MessageDigest digest = Sha256.digest();
    private @Nullable SetLayout layout;

    /** An attempt and the line it stood on. */
    private record Read(LabelledAttempt labelled, int line) {}

    /**
     * @param name of the file, for messages
     * @param seed that draws the items of a subset
     */
    public SetReader(String name, Subset subset, long seed) {
        this.name = name;
        this.subset = subset;
        this.seed = seed;
    }

    /**
     * Reads to the end.
     *
     * @param largest bytes that are read, unpacked
     * @throws ProblemException 400 that names the line and, where one is at fault, the field
     */
    public JudgeSet read(InputStream bytes, long largest) throws IOException {
        LineSplitter splitter = new LineSplitter(LONGEST);
        byte[] chunk = new byte[CHUNK];
        long total = 0;
        for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
            total += count;
            if (total > largest) {
                throw invalid(name + " has more than " + (largest >> 20) + " MiB, unpacked", null)
                        .remedy("Split it, or raise reagent.eval.judge-sets.largest.")
                        .asException();
            }
            digest.update(chunk, 0, count);
            lines(splitter.feed(DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOf(chunk, count))));
        }
        lines(splitter.finish());
        return set();
    }

    private void lines(List<LineSplitter.Line> lines) {
        for (LineSplitter.Line line : lines) {
            if (!line.isBlank()) {
                try {
                    line(line);
                } catch (ProblemException broken) {
                    throw at(line.number(), broken.problem());
                }
            }
        }
    }

    private void line(LineSplitter.Line line) {
        byte[] bytes = line.bytes();
        if (bytes == null) {
            throw invalid("the line is longer than " + (LONGEST >> 20) + " MiB", null)
                    .remedy("Leave the attempt out.")
                    .asException();
        }
        FieldReader fields = JsonBody.read(bytes);
        for (Taken taken : layout(fields.object()).read(fields, line.number())) {
            switch (taken) {
                case Taken.LeftOut out -> leftOut.merge(out.reason(), 1, Integer::sum);
                case Taken.Case one -> {
                    if (subset.takes(one.split(), one.labelled().source())) {
                        add(one.labelled(), line.number());
                    } else {
                        leftOut.merge("not in the subset", 1, Integer::sum);
                    }
                }
            }
        }
    }

    private SetLayout layout(JsonNode line) {
        SetLayout found = Arrays.stream(SetLayout.values())
                .filter(one -> one.describes(line))
                .findFirst()
                .orElse(null);
        String lacking = layout == null || layout == found ? null : layout.lacking(line);
        if (layout != null && lacking != null) {
            throw invalid(lacking + " is missing, which lines of " + layout.wireName() + " have", lacking)
                    .remedy("Add it, leave the line out, or put lines of another layout into a set of their own.")
                    .asException();
        }
        if (found == null) {
            throw invalid("the line is laid out in no way known here", null)
                    .remedy("docs/evaluation.md has the layouts: labels, lines of labelled trajectories, RewardBench,"
                            + " AgentRewardBench and AgentProcessBench.")
                    .asException();
        }
        if (layout != null && layout != found) {
            throw invalid(
                            "the line is laid out as " + found.wireName() + ", but lines before as "
                                    + layout.wireName(),
                            null)
                    .remedy("Put them into sets of their own.")
                    .asException();
        }
        layout = found;
        return found;
    }

    private void add(LabelledAttempt one, int line) {
        Read before = cases.get(one.id());
        if (before == null) {
            cases.put(one.id(), new Read(one, line));
        } else if (layout == SetLayout.LABELS && isAnothers(before.labelled(), one)) {
            List<Label> labels = new ArrayList<>(before.labelled().labels());
            labels.addAll(one.labels());
            cases.put(
                    one.id(),
                    new Read(
                            new LabelledAttempt(
                                    one.id(),
                                    before.labelled().attempt(),
                                    before.labelled().source(),
                                    labels),
                            before.line()));
        } else {
            throw invalid(
                            layout == SetLayout.LABELS
                                    ? "the same annotator labels the same attempt as on line " + before.line()
                                    : "id '" + one.id() + "' stands on line " + before.line() + " too",
                            layout == SetLayout.LABELS ? "annotator" : "id")
                    .remedy("Keep one of the two lines.")
                    .asException();
        }
    }

    private static boolean isAnothers(LabelledAttempt before, LabelledAttempt now) {
        Set<String> annotators = Set.of(now.labels().getFirst().annotator());
        return before.labels().stream().noneMatch(label -> annotators.contains(label.annotator()));
    }

    private JudgeSet set() {
        List<LabelledAttempt> all = cases.values().stream().map(Read::labelled).toList();
        List<LabelledAttempt> drawn = subset.draw(all, seed);
        if (drawn.size() < all.size()) {
            leftOut.merge("not drawn", all.size() - drawn.size(), Integer::sum);
        }
        return new JudgeSet(
                layout == null ? "empty" : layout.wireName(),
                HexFormat.of().formatHex(digest.digest()),
                drawn,
                leftOut);
    }

    private ProblemException at(int line, Problem problem) {
        return new Problem(
                        HttpStatus.BAD_REQUEST,
                        "invalid-judge-set",
                        name + " line " + line + ": " + problem.detail(),
                        problem.field(),
                        problem.remedy(),
                        null,
                        null)
                .asException();
    }

    private static Problem invalid(String detail, @Nullable String field) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-judge-set", detail).field(field);
    }
}
