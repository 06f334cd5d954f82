package io.reagent.kit.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the environment that begin with {@code REAGENT_}, as settings.
 *
 * @param properties values by property, where a variable holds a name of the user's: Spring alone would cut such a name at
 *     its first underscore
 * @param misnamed a sentence for each that nothing can ever read: what is set by others of its prefix is set here, and it
 *     is none of them
 * @param unread a sentence for each other that nothing reads here; a service beside this one may
 */
record Variables(Map<String, Object> properties, List<String> misnamed, List<String> unread) {
    private static final String OURS = "REAGENT_";

    /** What Kubernetes tells every container of a service by the name of {@code reagent-…}. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_\\d+_[A-Z]+(_(PROTO|PORT|ADDR))?");

    private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

    /** Read by the launcher and by its conformance checks. */
    static final Set<String> OF_THE_LAUNCHER = Set.of(
            "REAGENT_BENCH_ARGUMENTS",
            "REAGENT_CASE_CLASSPATH",
            "REAGENT_CASE_DATA",
            "REAGENT_CASE_PORT",
            "REAGENT_CONFORMANCE_TRACES",
            "REAGENT_CONSOLE_PATIENCE",
            "REAGENT_DATA",
            "REAGENT_DATASETS",
            "REAGENT_EVALUATION_PORT",
            "REAGENT_EVALUATION_URL",
            "REAGENT_HOME",
            "REAGENT_JAVA_OPTS",
            "REAGENT_JUDGE_PORT",
            "REAGENT_POLICY_KEY",
            "REAGENT_POLICY_MODEL",
            "REAGENT_POLICY_PID",
            "REAGENT_POLICY_PORT",
            "REAGENT_POLICY_TOKENIZER",
            "REAGENT_POLICY_URL",
            "REAGENT_POSTGRES_PORT",
            "REAGENT_RELEASE_SCORER",
            "REAGENT_SKYRL_PORT",
            "REAGENT_SKYRL_PYTHON",
            "REAGENT_START_LIMIT",
            "REAGENT_TERMINAL",
            "REAGENT_TORCH_PYTHON",
            "REAGENT_TRAINING_KEY",
            "REAGENT_TRAINING_PORT",
            "REAGENT_TRAINING_URL");

    static Variables of(Map<String, ?> environment, Collection<Setting> settings) {
        Map<String, Object> properties = new TreeMap<>();
        List<String> misnamed = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        Set<String> prefixes =
                settings.stream().flatMap(setting -> setting.prefix().stream()).collect(Collectors.toSet());
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(OURS) || OF_THE_LAUNCHER.contains(variable)) {
                return;
            }
            Setting setting = settings.stream()
                    .filter(known -> known.property(variable) != null)
                    .max(Comparator.comparingInt(Setting::definiteness))
                    .orElse(null);
            if (setting == null) {
                if (!isOfKubernetes(variable, value)) {
                    boolean known = prefixes.stream().anyMatch(variable::startsWith);
                    (known ? misnamed : unread).add(unread(variable, settings));
                }
            } else if (setting.isNamed()) {
                properties.put(String.valueOf(setting.property(variable)), value);
            }
        });
        return new Variables(properties, List.copyOf(misnamed), List.copyOf(unread));
    }

    private static boolean isOfKubernetes(String variable, Object value) {
        return OF_KUBERNETES.matcher(variable).matches()
                || variable.endsWith("_PORT")
                        && ADDRESS_OF_KUBERNETES.matcher(String.valueOf(value)).matches();
    }

    private static String unread(String variable, Collection<Setting> settings) {
        String nearest = nearest(variable, settings);
        return "Nothing here reads " + variable
                + (nearest == null ? "; docs/configuration.md lists what is read" : "; did you mean " + nearest + "?");
    }

    private static @Nullable String nearest(String variable, Collection<Setting> settings) {
        String best = null;
        // further away it is a guess
        int least = variable.length() / 3;
        for (String known : OF_THE_LAUNCHER) {
            int distance = Distance.between(variable, known);
            if (distance < least) {
                least = distance;
                best = known;
            }
        }
        for (Setting setting : settings) {
            for (String known : filled(setting.variable(), variable)) {
                int distance = Distance.between(variable, known);
                if (distance < least) {
                    least = distance;
                    best = known;
                }
            }
        }
        return best;
    }

    /** A pattern with each of the variable's own runs of words in its first gap. */
    private static List<String> filled(String pattern, String variable) {
        int gap = pattern.indexOf(Setting.ANY);
        if (gap < 0) {
            return List.of(pattern);
        }
        String before = pattern.substring(0, gap);
        String after = pattern.substring(gap + 1).replace(Setting.ANY, "NAME");
        List<String> filled = new ArrayList<>();
        String[] words = variable.split("_", -1);
        for (int from = 1; from < words.length; from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < words.length; to++) {
                run.append(run.isEmpty() ? "" : "_").append(words[to]);
                filled.add(before + run + after);
            }
        }
        return filled;
    }
}
