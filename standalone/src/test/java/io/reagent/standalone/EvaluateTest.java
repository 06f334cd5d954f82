package io.reagent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./reagent evaluate} and {@code ./reagent benchmark} before an eval service of this test. */
class EvaluateTest {
    private static final String ID = "00000000-0000-7000-8000-000000000001";
    private static final String OTHER = "00000000-0000-7000-8000-000000000002";

    @TempDir
    private Path data;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Path built = Files.createDirectories(data.resolve("app/standalone"));
        Files.writeString(
                built.resolve("classpath"),
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        Files.writeString(built.resolve("built"), "");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(asked + (body.isEmpty() ? "" : " " + body));
        boolean tables = "text/markdown".equals(exchange.getRequestHeaders().getFirst("Accept"));
        String said =
                tables ? "## tiny: night\n\n| figure | value |\n|---|---|\n| AUROC | 0.987 |\n" : said(asked, body);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(said.contains("\"status\": 4") ? 422 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String view(String id, String state, int done) {
        return """
                {"id": "%s", "name": "night %s", "state": "%s", "reason": null, "items": 2,
                 "spec": {"subject": {"policy": "tiny", "strategy": "plain"},
                          "questions": {"benchmark": "world", "samples": 1, "seed": 3}},
                 "progress": {"planned": 2, "done": %d, "correct": %d, "wrong": 0, "tokens": 9}, "times": {}}""".formatted(id, id.substring(35), state, done, done).replace('\n', ' ');
    }

    private static String said(String asked, String body) {
        if (asked.startsWith("POST /v1/evaluations")) {
            return body.contains("\"nonsense\"")
                    ? "{\"status\": 422, \"detail\": \"benchmark is unknown\", \"remedy\": \"GET /v1/benchmarks lists them.\"}"
                    : view(ID, "QUEUED", 0);
        }
        if (asked.contains("/v1/judge-evaluations")) {
            return judged(asked, body);
        }
        if (asked.equals("GET /v1/training-runs/" + OTHER + "/checkpoints")) {
            return "{\"items\": [{\"step\": 2, \"sampler_path\": \"tinker://m/sampler_weights/step-000002\","
                    + " \"deleted_at\": \"2026-01-01T00:00:00Z\"}, {\"step\": 4, \"sampler_path\":"
                    + " \"tinker://m/sampler_weights/step-000004\", \"deleted_at\": null}]}";
        }
        if (asked.contains("/events")) {
            return "event: evaluation\ndata: " + view(ID, "RUNNING", 1) + "\n\n:\n\nevent: evaluation\ndata: "
                    + view(ID, "SUCCEEDED", 2) + "\n\n";
        }
        if (asked.equals("GET /v1/benchmarks")) {
            return "{\"items\": [{\"name\": \"world\", \"readable\": true, \"items\": 300, \"title\": \"Made up\","
                    + " \"usual\": {\"grader\": \"short-answer\"}}, {\"name\": \"gaia\", \"readable\": false,"
                    + " \"problem\": {\"detail\": \"there is no file\"}}]}";
        }
        if (asked.equals("POST /v1/benchmarks/world/check")) {
            return "{\"benchmark\": \"world\", \"passed\": false, \"items\": 300, \"checked\": 7, \"grader\": {\"grader\":"
                    + " \"f1\"}, \"agents\": [{\"agent\": \"shuffled\", \"answers\": 7, \"correct\": 3, \"wrong\": 4,"
                    + " \"grader_failed\": 0, \"least\": 0, \"most\": 0.02, \"passed\": false, \"offending\": [{\"item\":"
                    + " \"q1\", \"question\": \"Who?\", \"references\": [\"the king\"], \"answer\": \"the queen\","
                    + " \"grade\": \"CORRECT\", \"rule\": \"f1\"}]}]}";
        }
        if (asked.startsWith("POST /v1/benchmarks/")) {
            return "{\"name\": \"gsm8k\", \"items\": 1, \"checksum\": \"0123456789abcdef\", \"notices\": []}";
        }
        if (asked.contains("/results")) {
            return "{\"counts\": {\"attempts\": 2, \"correct\": 2}, \"pass_at_1\": {\"value\": 0.5, \"low\": 0.1,"
                    + " \"high\": 0.9, \"n\": 2}, \"score\": {\"value\": 0.5}, \"at\": []}";
        }
        if (asked.contains("/gate?above=0.55&confidence=0.9")) {
            return "{\"passed\": false, \"reason\": \"0.1 is not above 0.55\"}";
        }
        if (asked.contains("/gate?not_worse_than=" + OTHER + "&margin=0.1")) {
            return "{\"passed\": true, \"reason\": \"-0.01 is above -0.1\", \"not_worse_than\": \"" + OTHER + "\"}";
        }
        if (asked.contains("/questions?")) {
            return "{\"items\": [{\"item\": \"q\", \"question\": \"Why?\", \"references\": [\"so\"], \"samples\": []}],"
                    + " \"next_offset\": null}";
        }
        if (asked.contains("/compare?a=" + OTHER + "&b=" + ID)) {
            return "{\"shared\": 2, \"a\": {\"value\": 0.5}, \"b\": {\"value\": 1.0}, \"difference\": {\"value\": 0.5}}";
        }
        return asked.contains("?limit=500&name=night%202")
                ? "{\"items\": [" + view(ID, "SUCCEEDED", 2).replace("night 1", "night 22") + ", "
                        + view(OTHER, "SUCCEEDED", 2) + "]}"
                : view(asked.contains(OTHER) ? OTHER : ID, "SUCCEEDED", 2);
    }

    private static String judged(String asked, String body) {
        if (asked.endsWith("/report")) {
            return "{\"judge\": \"tiny\", \"ranking\": {\"auroc\": {\"value\": 0.987}}}";
        }
        String view = "{\"id\": \"" + ID
                + "\", \"state\": \"%s\", \"reason\": \"no key\", \"planned\": 2, \"judged\": %d," + " \"failed\": 1}";
        if (asked.contains("/events")) {
            return "event: evaluation\ndata: " + view.formatted("RUNNING", 1) + "\n\nevent: evaluation\ndata: "
                    + view.formatted("SUCCEEDED", 2) + "\n\n";
        }
        return body.contains("\"nobody\"")
                ? "{\"status\": 422, \"detail\": \"judge: there is no judge 'nobody'\", \"remedy\": \"Name one of tiny.\"}"
                : view.formatted("QUEUED", 0);
    }

    @Test
    void aJudgeIsHeldAgainstAFileThatTheServiceReadsByItsPath() throws Exception {
        Path file = Files.writeString(data.resolve("mine.jsonl"), "{}");

        assertThat(reagent(
                        "evaluate",
                        "judge",
                        "tiny",
                        file.toString(),
                        "--items=8",
                        "--repeats=2",
                        "--attacks",
                        "--name=night",
                        "--seed=4",
                        "--summary=" + data.resolve("report.md")))
                .startsWith("0 Evaluation " + ID + " goes on when this is interrupted\n")
                .contains("1 of 2 judgements, 1 without a score")
                .endsWith("| AUROC | 0.987 |\n");

        assertThat(requests.getFirst())
                .matches(
                        "POST /v1/judge-evaluations \\{\"judge\":\"tiny\",\"source\":\\{\"path\":\"import-\\d+/0/mine.jsonl\"},"
                                + "\"subset\":\\{\"items\":8},\"repeats\":2,\"attacks\":true,\"name\":\"night\",\"seed\":4}");
        assertThat(data.resolve("datasets")).isEmptyDirectory();
        assertThat(data.resolve("report.md")).content().startsWith("## tiny");
        assertThat(reagent("evaluate", "judge", "nobody", file.toString()))
                .isEqualTo("1 reagent: judge: there is no judge 'nobody'. Name one of tiny.\n");
        assertThat(reagent("evaluate", "judge", "tiny", "nowhere.jsonl"))
                .isEqualTo("1 reagent: there is no file nowhere.jsonl, and no set of that name but world\n");
    }

    @Test
    void aJudgesCardIsWrittenFromItsReportWithTheCommandAndTheMachine() throws Exception {
        Path card = Files.writeString(data.resolve("README.md"), "# tiny\n\nIt judges.\n");

        String said = reagent("evaluate", "judge", "tiny", "world", "--card=" + data, "--json");

        assertThat(said).startsWith("0 ");
        assertThat(JsonMapper.shared()
                        .readTree(said.substring(said.indexOf('{')))
                        .path("judge")
                        .asString())
                .isEqualTo("tiny");
        assertThat(requests.getFirst())
                .isEqualTo("POST /v1/judge-evaluations {\"judge\":\"tiny\",\"source\":{\"set\":\"world\"}}");
        assertThat(card)
                .content()
                .startsWith("# tiny\n\nIt judges.\n\n<!--")
                .contains("    ./reagent evaluate judge tiny world --card=" + data + " --json\n")
                .containsPattern("wrote this part: 0 min \\d+ s on \\d+ cores? of ")
                .contains("\n\n| figure | value |\n")
                .doesNotContain("## tiny");
        assertThat(reagent("evaluate", "judge", "tiny", "world", "--card=" + data.resolve("nowhere")))
                .startsWith("1 ")
                .contains("there is no " + data.resolve("nowhere/README.md"));
    }

    @Test
    void anEvaluationIsStartedFollowedToldAndGated() throws Exception {
        String said = reagent(
                "evaluate",
                "tiny",
                "--benchmark",
                "world",
                "--samples=1",
                "--strategy",
                "reagent-c",
                "--limit",
                "2",
                "--budget-tokens=100",
                "--fail-under=0.55",
                "--confidence=0.9",
                "--junit=" + data.resolve("junit.xml"),
                "--summary=" + data.resolve("summary.md"));

        assertThat(said)
                .startsWith("2 ")
                .contains(
                        "./reagent evaluate show " + ID,
                        "1 of 2 attempts: 1 right",
                        "tiny on world, plain",
                        "10.0 to 90.0 %",
                        "Not passed: pass@1: 0.1 is not above 0.55");
        assertThat(JsonMapper.shared().readTree(requests.getFirst().substring("POST /v1/evaluations ".length())))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"policy": "tiny", "benchmark": "world", "samples": 1, "strategy": "reagent-c",
                         "subset": {"limit": 2}, "budget": {"tokens": 100}}"""));
        assertThat(data.resolve("junit.xml")).content().contains("<testcase classname=\"world\" name=\"q: Why?\"");
        assertThat(data.resolve("summary.md")).content().contains("**Not passed", "| pass@1 | 50.0 % |");
    }

    @Test
    void aCheckpointOfATrainingRunIsEvaluatedInThePlaceOfAModel() throws Exception {
        for (String run : List.of(OTHER + "@4", OTHER)) {
            requests.clear();
            assertThat(reagent("evaluate", "--run", run, "--benchmark", "world"))
                    .startsWith("0 ")
                    .contains("./reagent evaluate show " + ID);
            assertThat(JsonMapper.shared().readTree(requests.get(1).substring("POST /v1/evaluations ".length())))
                    .isEqualTo(JsonMapper.shared().readTree("""
                            {"policy": "tinker://m/sampler_weights/step-000004", "benchmark": "world",
                             "run": {"id": "%s", "step": 4}}""".formatted(OTHER)));
        }
        assertThat(reagent("evaluate", "--run", OTHER + "@2", "--benchmark", "world"))
                .isEqualTo("1 reagent: run " + OTHER + " keeps no checkpoint after 2 steps; it keeps those after 4\n");
        assertThat(reagent("evaluate", "--run", "night", "--benchmark", "world"))
                .startsWith("1 ")
                .contains("'night' is no id of a training run");
    }

    @Test
    void oneThatWasMadeIsShownByItsNameAndComparedByIt() throws Exception {
        String shown = reagent("evaluate", "show", ID, "--no-worse-than", "night 2", "--margin", "0.1", "--json");
        assertThat(shown).startsWith("0 ");
        String json = shown.substring(shown.indexOf("{"));
        assertThat(JsonMapper.shared()
                        .readTree(json)
                        .path("gates")
                        .path(0)
                        .path("passed")
                        .asBoolean())
                .isTrue();

        assertThat(reagent("evaluate", "compare", "night 2", ID))
                .startsWith("0 ")
                .contains("b less a: +50.0 points");
    }

    @Test
    void benchmarksAreListedAndChecked() throws Exception {
        assertThat(reagent("benchmark", "list"))
                .startsWith("0 ")
                .containsPattern("world +300 +short-answer +Made up\n")
                .containsPattern("gaia +- +- +not here: there is no file\n");

        assertThat(reagent("benchmark", "check", "world", "--grader", "f1", "--limit=7"))
                .startsWith("2 world, 7 of 300 questions, graded by f1\n")
                .containsPattern("shuffled +7 +3 +4 +0 +under 2 % +not passed\n")
                .contains("shuffled, q1: Who?\n  answered the queen, right is the king: CORRECT by f1\n");
        assertThat(requests).contains("POST /v1/benchmarks/world/check {\"grader\":\"f1\",\"limit\":7}");
    }

    @Test
    void aFileIsImportedFromAPlaceThatTheServiceReads() throws Exception {
        Path file = Files.writeString(data.resolve("mine.jsonl"), "{}");
        Path attachments = Files.createDirectories(data.resolve("mine/deep")).getParent();
        Files.writeString(attachments.resolve("deep/a.txt"), "a");

        assertThat(reagent("benchmark", "import", "gsm8k", file.toString(), "--files", attachments.toString()))
                .isEqualTo("0 gsm8k: 1 questions, checksum 0123456789ab; ./reagent benchmark check gsm8k proves it\n");
        assertThat(requests.getFirst())
                .matches("POST /v1/benchmarks/gsm8k \\{\"path\":\\[\"import-\\d+/0/mine.jsonl\"],"
                        + "\"files\":\"import-\\d+/files\"}");
        assertThat(data.resolve("datasets")).isEmptyDirectory();
        assertThat(file).content().isEqualTo("{}");
        assertThat(reagent("benchmark", "import", "gsm8k", "nowhere.jsonl"))
                .isEqualTo("1 reagent: there is no file nowhere.jsonl\n");
    }

    @Test
    void whatCannotBeIsSaidInOneLine() throws Exception {
        assertThat(reagent("evaluate", "tiny", "--benchmark", "nonsense"))
                .isEqualTo("1 reagent: benchmark is unknown. GET /v1/benchmarks lists them.\n");
        assertThat(reagent("evaluate", "tiny", "--samples", "4"))
                .startsWith("1 reagent: name what tiny is evaluated on by --benchmark");
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(reagent("evaluate", "compare", ID, OTHER))
                .isEqualTo("1 reagent: nothing answers at http://localhost:" + port
                        + "; ./reagent up starts the platform\n");
    }

    /** Its exit status and all it says. */
    private String reagent(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("../reagent"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("REAGENT_DATA", data.toString());
        builder.environment()
                .put("REAGENT_EVALUATION_PORT", "" + server.getAddress().getPort());
        builder.environment()
                .put("REAGENT_TRAINING_PORT", "" + server.getAddress().getPort());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }
}
