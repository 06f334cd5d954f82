package io.reagent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reagent-U on the shipped models: policy, judge, coordinator, eval-service and Postgres in one JVM. Turns are too short for
 * the policy to answer much rightly: it is rewarded for what it makes the judge say.
 */
class TrainingTest {
    private static final Path MODELS = Path.of("../models").toAbsolutePath().normalize();
    private static final Path POLICY = MODELS.resolve("policy-tiny");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private int judgePort;
    private int policyPort;
    private int trainingPort;
    private int postgresPort;

    @BeforeEach
    void choosePorts() {
        judgePort = ServiceProcess.freePort();
        policyPort = ServiceProcess.freePort();
        trainingPort = ServiceProcess.freePort();
        postgresPort = ServiceProcess.freePort();
    }

    private String[] options() {
        return new String[] {
            "--reagent.standalone.judge-port=" + judgePort,
            "--reagent.standalone.policy-port=" + policyPort,
            "--reagent.standalone.training-port=" + trainingPort,
            "--reagent.standalone.evaluation-port=" + ServiceProcess.freePort(),
            "--reagent.database.embedded.directory=" + directory.resolve("postgres"),
            "--reagent.database.embedded.port=" + postgresPort,
            "--reagent.judges.rrm-tiny.local.directory=" + MODELS.resolve("rrm-tiny"),
            "--reagent.policy.base-models.small.directory=" + POLICY,
            "--reagent.policy.checkpoints=" + directory.resolve("checkpoints"),
            "--reagent.training.scheduling.polling=100ms",
            "--reagent.training.scheduling.heartbeat=500ms",
            "--reagent.training.scheduling.shortest-pause=100ms",
        };
    }

    /** Cut short, the policy does not act as it was made to: the judge cannot make much of what it says. */
    private static String run() {
        return """
                {"kind": "reagent-u", "policy": {"base_model": "small", "lora_rank": 4, "tokenizer_directory": "%s"},
                 "dataset": {"name": "world"},
                 "options": {"steps": 2, "tasks_per_step": 2, "group_size": 3, "temperature": 1, "learning_rate": 0.001,
                   "turns": 3, "turn_tokens": 40, "answer_tokens": 40, "context_tokens": 900, "seed": 3,
                   "evaluate_every": 2, "evaluation_tasks": 2, "max_judge_failure_share": 1,
                   "benchmarks": ["world"], "benchmark_every": 1, "benchmark_limit": 2, "benchmark_samples": 1}}""".formatted(POLICY);
    }

    @Test
    void aStepThatWasKilledIsMadeAgainAndEveryRowIsLinked() throws Exception {
        String id;
        try (Platform platform = new Platform()) {
            platform.start(options());
            id = send("POST", "/v1/training-runs", run()).path("id").asString();
            await("/v1/training-runs/" + id, run -> rolloutsOf(id) > 3);
        }
        long before = rolloutsAfterRestart(id);
        assertThat(before).isPositive();
    }

    private long rolloutsAfterRestart(String id) throws Exception {
        try (Platform platform = new Platform()) {
            platform.start(options());
            JsonNode ended = await(
                    "/v1/training-runs/" + id,
                    run -> !run.path("state").asString().matches("QUEUED|RUNNING|WAITING"));
            assertThat(ended.path("state").asString())
                    .as(ended.toPrettyString())
                    .isEqualTo("SUCCEEDED");

            assertThat(count("select count(*) from training.step")).isEqualTo(2);
            assertThat(count("select count(*) from training.evaluation")).isEqualTo(2);
            assertThat(count("select count(*) from training.rollout where stage = 'FIRST'"))
                    .isEqualTo(12);
            everyCheckpointIsEvaluatedOnce(id);
            // rollout -> judgement -> trajectory, and rollout -> group -> step -> checkpoint -> what the policy host
            // saved
            return count("""
                    select count(*) from training.rollout r
                    join rrm.judgement j on j.id = r.judgement_id and j.score = r.judge_score
                    join rrm.trajectory t on t.id = j.trajectory_id
                    join training.task_group g on g.id = r.group_id
                    join training.step s on s.id = g.step_id
                    join training.checkpoint c on c.step_id = s.id
                    where r.reward is not null and r.advantage is not null""");
        }
    }

    private void everyCheckpointIsEvaluatedOnce(String id) throws Exception {
        JsonNode found = await("/v1/training-runs/" + id + "/benchmarks", list -> list.path("items")
                .valueStream()
                .noneMatch(item -> item.path("state").asString().matches("QUEUED|RUNNING|WAITING")));
        assertThat(found.path("items")).as(found.toPrettyString()).hasSize(2).allSatisfy(item -> {
            assertThat(item.path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(item.path("pass_at_1").path("value").isNumber()).isTrue();
            assertThat(item.path("pass_at_1").path("questions").intValue()).isEqualTo(2);
        });
        assertThat(count("""
                        select count(*) from eval.evaluation e
                        join training.checkpoint c on c.run_id = e.run_id and c.step = e.run_step and c.sampler_path = e.policy
                        join training.benchmark_evaluation b on b.evaluation_id = e.id and b.step = e.run_step""")).isEqualTo(2);
        assertThat(count("select count(*) from eval.evaluation")).isEqualTo(2);
    }

    private long rolloutsOf(String id) {
        try {
            return count("select count(*) from training.rollout where run_id = '" + id + "'");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String sql) throws SQLException, IOException {
        String url = "jdbc:postgresql://localhost:" + postgresPort + "/reagent";
        String password = Files.readString(directory.resolve("postgres/pgpass")).strip();
        password = password.substring(password.lastIndexOf(':') + 1);
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** What is at a path of the coordinator, once it is as wanted. */
    private JsonNode await(String path, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonNode found;
        do {
            found = send("GET", path, "");
            if (wanted.test(found)) {
                return found;
            }
            Thread.sleep(100);
        } while (Instant.now().isBefore(deadline));
        throw new AssertionError(path + " did not get there: " + found.toPrettyString());
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + trainingPort + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return JsonMapper.shared().readTree(response.body());
    }
}
