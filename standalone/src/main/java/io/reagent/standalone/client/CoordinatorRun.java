package io.reagent.standalone.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A training run on a coordinator. */
public final class CoordinatorRun {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int PAGE = 100;
    private static final Set<String> OVER = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final PlatformService training;
    private final String id;

    private CoordinatorRun(PlatformService training, String id) {
        this.training = training;
        this.id = id;
    }

    /** What happens while a run goes on, in its order. */
    public interface Watcher {
        /** @return false to cancel the run */
        boolean evaluated(JsonNode evaluation) throws IOException, InterruptedException;

        void stepped(JsonNode step) throws IOException, InterruptedException;
    }

    /** Starts one from the body of {@code POST /v1/training-runs}. */
    public static CoordinatorRun start(PlatformService training, JsonNode body)
            throws IOException, InterruptedException {
        return new CoordinatorRun(
                training, training.post("/v1/training-runs", body).path("id").asString());
    }

    /** One that was started before. */
    public static CoordinatorRun of(PlatformService training, String id) {
        return new CoordinatorRun(training, id);
    }

    public String id() {
        return id;
    }

    /** Its row. */
    public JsonNode row() throws IOException, InterruptedException {
        return training.get(path(""));
    }

    /** Lets a stopped run go on. */
    public void resume() throws IOException, InterruptedException {
        training.post(path("/resume"), JsonMapper.shared().createObjectNode());
    }

    /** Follows the run from its beginning to its end; gives its last row. */
    public JsonNode follow(Watcher watcher) throws IOException, InterruptedException {
        int steps = 0;
        int evaluations = 0;
        boolean wanted = true;
        while (true) {
            // what the row counts is there to be read afterwards, and so are the steps before an evaluation
            JsonNode row = row();
            List<JsonNode> measured = evaluations();
            List<JsonNode> made = new ArrayList<>(steps(steps - 1));
            while (evaluations < measured.size() || !made.isEmpty()) {
                boolean due = evaluations < measured.size()
                        && measured.get(evaluations).path("step").asInt() <= steps;
                if (due || made.isEmpty()) {
                    wanted &= watcher.evaluated(measured.get(evaluations++));
                } else {
                    watcher.stepped(made.removeFirst());
                    steps++;
                }
            }
            if (over(row)) {
                return row;
            }
            if (!wanted) {
                return training.post(path("/cancel"), JsonMapper.shared().createObjectNode());
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Whether a run's row says that nothing more will happen by itself. */
    public static boolean over(JsonNode row) {
        return OVER.contains(row.path("state").asString());
    }

    /** Steps after one, oldest first; -1 for all. */
    public List<JsonNode> steps(int after) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        JsonNode next = null;
        do {
            int from = next == null ? after : next.asInt();
            JsonNode page = training.get(path("/steps?limit=" + PAGE + (from < 0 ? "" : "&after=" + from)));
            page.path("items").forEach(all::add);
            next = page.path("next_after");
        } while (next.isNumber());
        return all;
    }

    /** Evaluations, oldest first. */
    public List<JsonNode> evaluations() throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        training.get(path("/evaluations")).path("items").forEach(all::add);
        return all;
    }

    /** Rollouts, newest first. @param filter such as {@code step=0&stage=FIRST} */
    public List<JsonNode> rollouts(String filter) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = training.get(path("/rollouts?limit=" + PAGE + "&" + filter + cursor));
            page.path("items").forEach(all::add);
            JsonNode next = page.path("next_cursor");
            cursor = next.isString() ? "&cursor=" + next.stringValue() : "";
        } while (!cursor.isEmpty());
        return all;
    }

    /**
     * The newest checkpoint that is kept, of as many steps trained where those are named.
     *
     * @throws IOException that says which there are, when there is no such one
     */
    public JsonNode checkpoint(@Nullable Integer step) throws IOException, InterruptedException {
        List<String> kept = new ArrayList<>();
        JsonNode found = null;
        for (JsonNode checkpoint : training.get(path("/checkpoints")).path("items")) {
            if (checkpoint.path("deleted_at").isNull()) {
                kept.add(checkpoint.path("step").asString());
                if (step == null || checkpoint.path("step").asInt() == step) {
                    found = checkpoint;
                }
            }
        }
        if (found == null) {
            throw new IOException("run " + id + " keeps no checkpoint"
                    + (step == null ? "" : " after " + step + " steps")
                    + (kept.isEmpty() ? " yet" : "; it keeps those after " + String.join(", ", kept)));
        }
        return found;
    }

    private String path(String rest) {
        return "/v1/training-runs/" + id + rest;
    }
}
