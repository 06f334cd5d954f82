package io.reagent.eval.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reagent.eval.EvalFixture;
import io.reagent.eval.EvalService;
import io.reagent.eval.FakeAgents.Answer;
import io.reagent.kit.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** Evaluations from their start to their end, against scripted agents. */
class EvaluationRunTest extends EvalFixture {
    private static final int QUESTIONS = 20;

    @BeforeEach
    void questions() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            lines.append("{\"id\": \"q%d\", \"question\": \"What is %d?\", \"answer\": \"%d\", \"kind\": \"%s\"}\n"
                    .formatted(i, i, i, i % 2 == 0 ? "even" : "odd"));
        }
        Files.writeString(directory.resolve("sums.jsonl"), lines);
        Files.writeString(
                directory.resolve("sums.yaml"),
                "path: sums.jsonl\nquestion: question\nanswer: answer\nid: id\ncategory: kind\n");
    }

    /** Right for every number but those that seven divides. */
    private static Answer mostlyRight(JsonNode order) {
        String number = order.path("question").asString().replaceAll("\\D", "");
        return Answer.of(Integer.parseInt(number) % 7 == 0 ? "I do not know" : number);
    }

    private String start(String more) {
        return json(post("/v1/evaluations", """
                        {"benchmark": "sums", "policy": "fake", "grader": "short-answer", "samples": 2, "tools": [],
                         "seed": 5%s}""".formatted(more.isEmpty() ? "" : ", " + more))
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
    }

    private JsonNode ended(String id, String state) {
        return await("/v1/evaluations/" + id, found -> {
            String now = found.path("state").asString();
            assertThat(
                            now.equals("FAILED") && !state.equals("FAILED")
                                    ? found.path("reason").asString()
                                    : "")
                    .isEmpty();
            return now.equals(state);
        });
    }

    @Test
    void everySampleOfEveryQuestionIsMadeGradedAndCounted() {
        ConfigurableApplicationContext replica = startReplica();
        agents.script(EvaluationRunTest::mostlyRight);

        JsonNode done = ended(start(""), "SUCCEEDED");

        JsonNode progress = done.path("progress");
        assertThat(progress.path("planned").asInt()).isEqualTo(40);
        assertThat(progress.path("done").asInt()).isEqualTo(40);
        assertThat(progress.path("correct").asInt()).isEqualTo(34);
        assertThat(progress.path("wrong").asInt()).isEqualTo(6);
        assertThat(progress.path("tokens").asInt()).isEqualTo(40 * 110);
        assertThat(count(replica, "select count(distinct seed) from eval.sample"))
                .isEqualTo(40);
        assertThat(count(replica, "select count(*) from eval.item")).isEqualTo(QUESTIONS);
    }

    @Test
    void whatIsAskedIsWhatTheRequestAndTheBenchmarkSay() {
        startReplica();
        agents.script(EvaluationRunTest::mostlyRight);

        ended(
                start("\"sampling\": {\"temperature\": 0.3, \"max_tokens\": 77}, \"limits\": {\"turns\": 9},"
                        + " \"subset\": {\"categories\": [\"odd\"], \"limit\": 3}"),
                "SUCCEEDED");

        assertThat(agents.orders()).hasSize(6).allSatisfy(order -> {
            assertThat(order.path("model").asString()).isEqualTo("fake");
            assertThat(order.path("sampling").path("temperature").asDouble()).isEqualTo(0.3);
            assertThat(order.path("sampling").path("max_tokens").asInt()).isEqualTo(77);
            assertThat(order.path("limits").path("turns").asInt()).isEqualTo(9);
            assertThat(Integer.parseInt(order.path("question").asString().replaceAll("\\D", "")) % 2)
                    .isEqualTo(1);
        });
    }

    private static final String RUN = "01a1fdde-f35f-7000-b21d-0ec40fa84909";

    private static String ofCheckpoint(String name, int step) {
        return """
                {"benchmark": "sums", "policy": "tinker://run-1/sampler_weights/%s", "grader": "short-answer", "samples": 1,
                 "tools": [], "run": {"id": "%s", "step": %d}, "subset": {"limit": 2}}""".formatted(name, RUN, step);
    }

    @Test
    void aCheckpointOfATrainingRunIsNamedByItsPathLockedAndFoundByItsRun() {
        startReplica();
        String id = json(post("/v1/evaluations", ofCheckpoint("step-000004", 4))
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();

        JsonNode done = ended(id, "SUCCEEDED");

        assertThat(agents.orders().getFirst().path("model").asString())
                .isEqualTo("tinker://run-1/sampler_weights/step-000004");
        assertThat(done.path("lock").path("weights").asString()).isEqualTo("fake-weights");
        JsonNode listed = get("/v1/evaluations?run=" + RUN).path("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("spec").path("origin").toString())
                .isEqualTo("{\"run\":\"" + RUN + "\",\"step\":4}");
    }

    @Test
    void aCheckpointThatIsGoneIsRefusedWithItsField() {
        startReplica();

        JsonNode refused = json(post("/v1/evaluations", ofCheckpoint("deleted", 4))
                .expectStatus()
                .isEqualTo(422));

        assertThat(refused.path("field").asString()).isEqualTo("policy");
        assertThat(refused.path("detail").asString()).contains("tinker://run-1/sampler_weights/deleted", "no model");
    }

    @Test
    void aCheckpointThatWasSavedAnewMeanwhileIsNotMeasuredAsIfItWereTheSame() {
        startReplica();
        agents.script(order -> Answer.status(503));
        String id = json(post("/v1/evaluations", ofCheckpoint("step-000004", 4))
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asString();
        agents.weights("other-weights");
        agents.script(order -> Answer.of("42"));

        JsonNode failed = ended(id, "FAILED");

        assertThat(failed.path("reason").asString()).contains("saved anew", "other-weights", "fake-weights");
        assertThat(failed.path("progress").path("done").asInt()).isZero();
    }

    @Test
    void theMadeUpWorldIsAskedWithoutAPromptThatItsPolicyNeverLearned() {
        startReplica();

        json(post("/v1/evaluations", """
                {"benchmark": "world", "policy": "fake", "samples": 1, "subset": {"limit": 2}}""").expectStatus().isCreated());

        await("/v1/evaluations", found -> agents.orders().size() == 2);
        assertThat(agents.orders()).allSatisfy(order -> {
            assertThat(order.path("world_task").path("split").asString()).isEqualTo("held_out");
            assertThat(order.path("system").isNull()).isTrue();
            assertThat(order.path("tools")).isEmpty();
        });
    }

    @Test
    void theOptionsOfAMultipleChoiceAreAsked() throws IOException {
        startReplica();
        Files.writeString(
                directory.resolve("choices.jsonl"),
                "{\"id\": \"c\", \"question\": \"Which?\", \"answer\": \"B\", \"options\": [\"red\", \"blue\"]}\n");
        Files.writeString(
                directory.resolve("choices.yaml"),
                "path: choices.jsonl\nquestion: question\nanswer: answer\nid: id\noptions: options\n");
        agents.script(order -> Answer.of("B"));
        String id = json(post("/v1/evaluations", """
                        {"benchmark": "choices", "policy": "fake", "grader": "multiple-choice", "samples": 1, "tools": []}""").expectStatus().isCreated())
                .path("id")
                .asString();

        assertThat(ended(id, "SUCCEEDED").path("progress").path("correct").asInt())
                .isEqualTo(1);

        assertThat(agents.orders().getFirst().path("question").asString()).isEqualTo("Which?\n\n(A) red\n(B) blue");
    }

    @Test
    void theSameSeedAsksTheSameQuestionsWithTheSameSeeds() {
        startReplica();
        ended(start("\"subset\": {\"limit\": 4}"), "SUCCEEDED");
        List<String> first = asked();
        agents.orders().clear();

        ended(start("\"subset\": {\"limit\": 4}"), "SUCCEEDED");

        assertThat(asked()).containsExactlyInAnyOrderElementsOf(first);
    }

    private List<String> asked() {
        return agents.orders().stream()
                .map(order ->
                        order.path("question") + " " + order.path("sampling").path("seed"))
                .toList();
    }

    @Test
    void aPolicyThatFailsNowAndThenIsAskedAgainAndCountedOnce() {
        ConfigurableApplicationContext replica = startReplica();
        Set<Long> failedOnce = ConcurrentHashMap.newKeySet();
        agents.script(order -> {
            long seed = order.path("sampling").path("seed").asLong();
            return seed % 3 == 0 && failedOnce.add(seed) ? Answer.failed("out of memory") : mostlyRight(order);
        });

        JsonNode progress = ended(start(""), "SUCCEEDED").path("progress");

        assertThat(progress.path("done").asInt()).isEqualTo(40);
        assertThat(progress.path("failed").asInt()).isZero();
        assertThat(count(replica, "select count(*) from eval.sample where tries > 1"))
                .isPositive();
    }

    @Test
    void anAttemptThatFailsHoweverOftenIsCountedApartAndMadeAgainOnResume() {
        startReplica();
        agents.script(order -> order.path("question").asString().contains(" 3?")
                ? Answer.failed("cannot say three")
                : mostlyRight(order));
        String id = start("");

        JsonNode progress = ended(id, "SUCCEEDED").path("progress");
        assertThat(progress.path("failed").asInt()).isEqualTo(2);
        assertThat(progress.path("correct").asInt() + progress.path("wrong").asInt())
                .isEqualTo(38);

        agents.script(EvaluationRunTest::mostlyRight);
        post("/v1/evaluations/" + id + "/resume", "{}").expectStatus().isOk();
        JsonNode mended = await(
                "/v1/evaluations/" + id,
                found -> found.path("state").asString().equals("SUCCEEDED")
                        && found.path("progress").path("failed").asInt() == 0);
        assertThat(mended.path("progress").path("done").asInt()).isEqualTo(40);
    }

    @Test
    void aPolicyThatOnlyFailsStopsTheEvaluationWithItsReason() {
        startReplica();
        agents.script(order -> Answer.failed("no such layer"));

        assertThat(ended(start(""), "FAILED").path("reason").asString()).contains("no such layer");
    }

    @Test
    void aPolicyServiceThatIsAwayIsWaitedFor() {
        startReplica("--reagent.eval.unheard=300ms");
        agents.script(order -> Answer.status(503));
        String id = start("");
        await("/v1/evaluations/" + id, found -> found.path("state").asString().equals("WAITING"));

        agents.script(EvaluationRunTest::mostlyRight);

        assertThat(ended(id, "SUCCEEDED").path("progress").path("done").asInt()).isEqualTo(40);
    }

    @Test
    void aPolicyServiceThatIsSilentOrBrokenIsWaitedForAndOneThatIsNoneStopsTheEvaluationWithItsReason() {
        startReplica("--reagent.eval.unheard=300ms", "--reagent.eval.silence=300ms");
        for (Answer trouble : List.of(Answer.silence(), Answer.status(500))) {
            agents.script(order -> trouble);
            String id = start("\"subset\": {\"limit\": 1}");
            JsonNode waiting = await(
                    "/v1/evaluations/" + id,
                    found -> found.path("state").asString().equals("WAITING"));
            assertThat(waiting.path("reason").asString()).isNotBlank();
            assertThat(waiting.path("progress").path("done").asInt()).isZero();
            agents.script(EvaluationRunTest::mostlyRight);
            ended(id, "SUCCEEDED");
        }
        agents.script(order -> Answer.garbage());
        String garbled = start("\"subset\": {\"limit\": 1}");

        JsonNode stopped = ended(garbled, "FAILED");

        assertThat(stopped.path("reason").asString()).contains("every attempt so far failed");
        assertThat(stopped.path("progress").path("correct").asInt()).isZero();
        assertThat(stopped.path("progress").path("wrong").asInt()).isZero();
    }

    @Test
    void gaiaIsAskedAsPublishedItsFilesNamedInEverySampleAndALateAnswerIsRight() throws IOException {
        startReplica();
        agents.haveEveryTool();
        Files.createDirectories(directory.resolve("attachments/gaia"));
        Files.writeString(directory.resolve("attachments/gaia/cat.png"), "png");
        Files.writeString(directory.resolve("gaia.jsonl"), """
                {"task_id": "a", "Question": "What is drawn?", "Level": 1, "Final answer": "a cat", "file_name": "cat.png"}
                """);
        Files.writeString(directory.resolve("gaia_text.jsonl"), """
                {"task_id": "b", "Question": "How many?", "Level": 1, "Final answer": "8218.2", "file_name": ""}
                """);
        // as who answers at the 25th turn: fewer turns than that are no answer
        agents.script(order -> order.path("limits").path("turns").asInt() < 25
                ? Answer.of(null)
                : Answer.of(order.path("question").asString().contains("drawn") ? "a cat" : "8,218.2"));

        for (String benchmark : List.of("gaia", "gaia_text")) {
            String id = json(post("/v1/evaluations", "{\"benchmark\": \"" + benchmark + "\", \"policy\": \"fake\"}")
                            .expectStatus()
                            .isCreated())
                    .path("id")
                    .asString();
            assertThat(ended(id, "SUCCEEDED").path("progress").path("correct").asInt())
                    .as(benchmark)
                    .isEqualTo(3);
        }

        List<JsonNode> orders = agents.orders();
        assertThat(orders).hasSize(6).allSatisfy(order -> {
            assertThat(order.path("limits").path("turns").asInt()).isEqualTo(40);
            assertThat(order.path("sampling").path("temperature").asDouble()).isEqualTo(0.6);
        });
        assertThat(orders.subList(0, 3)).allSatisfy(order -> {
            assertThat(order.path("question").asString())
                    .isEqualTo("What is drawn?\n\nAttached: attachments/gaia/cat.png");
            assertThat(order.path("tools").valueStream().map(JsonNode::asString))
                    .containsExactlyInAnyOrder("search", "browse", "python", "file_reader", "image2text", "audio2text");
        });
        assertThat(orders.subList(3, 6)).allSatisfy(order -> assertThat(
                        order.path("tools").valueStream().map(JsonNode::asString))
                .containsExactly("python", "search", "browse"));
    }

    @Test
    void aBudgetThatRunsOutLeavesWhatIsDoneAndSaysSo() {
        startReplica();
        agents.script(EvaluationRunTest::mostlyRight);
        String id = start("\"budget\": {\"tokens\": 1100}, \"concurrency\": 2");

        JsonNode partial = ended(id, "PARTIAL");
        int done = partial.path("progress").path("done").asInt();
        assertThat(done).isBetween(10, 12);
        assertThat(partial.path("reason").asString()).contains("1100 tokens");

        post("/v1/evaluations/" + id + "/resume", "{\"budget\": {\"tokens\": 1000000}}")
                .expectStatus()
                .isOk();
        assertThat(ended(id, "SUCCEEDED").path("progress").path("done").asInt()).isEqualTo(40);
    }

    @Test
    void moreSamplesOfTheSameEvaluationAreAddedToThoseThereAre() {
        startReplica();
        agents.script(EvaluationRunTest::mostlyRight);
        String id = start("");
        ended(id, "SUCCEEDED");

        post("/v1/evaluations/" + id + "/extend", "{\"samples\": 2}")
                .expectStatus()
                .isEqualTo(422);
        post("/v1/evaluations/" + id + "/extend", "{\"samples\": 5}")
                .expectStatus()
                .isOk();

        JsonNode more = await(
                "/v1/evaluations/" + id,
                found -> found.path("state").asString().equals("SUCCEEDED")
                        && found.path("progress").path("planned").asInt() == 100);
        assertThat(more.path("progress").path("done").asInt()).isEqualTo(100);
        assertThat(agents.orders()).hasSize(100);
    }

    @Test
    void aKilledEvaluationGoesOnElsewhereAndEqualsAnUndisturbedOne() throws Exception {
        ConfigurableApplicationContext first = startReplica();
        agents.script(EvaluationRunTest::mostlyRight);
        String undisturbed = start("");
        ended(undisturbed, "SUCCEEDED");
        agents.pause(Duration.ofMillis(60));
        String disturbed = start("\"concurrency\": 4");
        await(
                "/v1/evaluations/" + disturbed,
                found -> found.path("progress").path("done").asInt() > 5);
        stop(first);
        try (ServiceProcess second = new ServiceProcess(EvalService.class, directory, settings())) {
            second.awaitReady();
            client = client.mutate().baseUrl(second.url()).build();
            await(
                    "/v1/evaluations/" + disturbed,
                    found -> found.path("progress").path("done").asInt() > 15);
            second.kill();
        }

        ConfigurableApplicationContext third = startReplica();
        ended(disturbed, "SUCCEEDED");

        assertThat(rows(third, disturbed)).isEqualTo(rows(third, undisturbed)).hasSize(40);
        assertThat(agents.orders()).hasSize(80);
    }

    private static List<String> rows(ConfigurableApplicationContext replica, String evaluation) {
        return replica.getBean(DatabaseClient.class)
                .sql(
                        "select position || ' ' || sample || ' ' || seed || ' ' || s.outcome || ' ' || answer || ' ' || g.outcome"
                                + " || ' ' || rule || ' ' || g.score from eval.sample s join eval.grade g on g.sample_id = s.id"
                                + " where evaluation_id = '" + evaluation + "' order by position, sample")
                .map(row -> row.get(0, String.class))
                .all()
                .collectList()
                .block(Duration.ofSeconds(10));
    }

    @Test
    void aCancelledEvaluationCallsItsRunsOffAndCanGoOn() {
        startReplica();
        agents.pause(Duration.ofSeconds(30));
        agents.script(EvaluationRunTest::mostlyRight);
        String id = start("\"concurrency\": 4");
        await("/v1/evaluations/" + id, found -> agents.orders().size() == 4);

        post("/v1/evaluations/" + id + "/cancel", "{}").expectStatus().isOk();

        await("/v1/evaluations/" + id, found -> agents.cancelled().size() == 4);
        post("/v1/evaluations/" + id + "/cancel", "{}").expectStatus().isEqualTo(409);
    }

    @Test
    void aCritiqueIsShownAndBothAttemptsAreKept() {
        ConfigurableApplicationContext replica = startReplica();
        agents.script(order -> Answer.refined("wrong", mostlyRight(order).answer()));

        ended(start("\"strategy\": \"reagent-c\", \"judge\": \"fake\""), "SUCCEEDED");

        assertThat(count(replica, "select count(*) from eval.sample where first is not null"))
                .isEqualTo(40);
        assertThat(count(
                        replica, "select count(*) from eval.sample_judgement where stage = 'initial' and score = 0.25"))
                .isEqualTo(40);
        assertThat(count(replica, "select count(*) from eval.sample_judgement where stage = 'refined'"))
                .isEqualTo(40);
    }

    @Test
    void atMostSoManyAttemptsAreInProgress() {
        startReplica();
        agents.pause(Duration.ofMillis(40));

        ended(start("\"concurrency\": 3"), "SUCCEEDED");

        assertThat(agents.mostInProgress()).isLessThanOrEqualTo(3);
    }

    @Test
    void storedAttemptsAreGradedAgainAndTheOldGradesStay() {
        ConfigurableApplicationContext replica = startReplica();
        agents.script(EvaluationRunTest::mostlyRight);
        String id = start("");
        ended(id, "SUCCEEDED");

        post("/v1/evaluations/" + id + "/scorings", "{\"grader\": \"exact-match\", \"judge\": \"fake\"}")
                .expectStatus()
                .isCreated();

        await("/v1/evaluations/" + id + "/scorings", found -> found.path("scorings")
                .path(1)
                .path("state")
                .asString("")
                .equals("SUCCEEDED"));
        assertThat(count(replica, "select count(*) from eval.grade")).isEqualTo(80);
        assertThat(count(
                        replica,
                        "select count(*) from eval.grade g join eval.scoring s on s.id = g.scoring_id"
                                + " where number = 1 and outcome = 'CORRECT'"))
                .isEqualTo(34);
        assertThat(count(replica, "select count(*) from eval.sample_judgement")).isEqualTo(40);
        assertThat(agents.orders()).hasSize(40);
    }

    @Test
    void resultsHaveIntervalsAndComparisonsPairQuestions() {
        startReplica();
        agents.script(EvaluationRunTest::mostlyRight);
        String a = start("");
        ended(a, "SUCCEEDED");
        agents.script(order -> Answer.of(order.path("question").asString().replaceAll("\\D", "")));
        String b = start("\"sampling\": {\"temperature\": 0.1}");
        ended(b, "SUCCEEDED");

        JsonNode results = get("/v1/evaluations/" + a + "/results");
        assertThat(results.path("pass_at_1").path("value").asDouble()).isEqualTo(0.85);
        assertThat(results.path("pass_at_1").path("low").asDouble()).isBetween(0.5, 0.8);
        assertThat(results.path("pass_at_1").path("n").asInt()).isEqualTo(QUESTIONS);
        assertThat(results.path("at")).hasSize(2);
        assertThat(results.path("at").path(1).path("pass_at_k").path("value").asDouble())
                .isEqualTo(0.85);
        assertThat(results.path("categories")).hasSize(2);
        assertThat(results.path("used").path("turns").path("value").asDouble()).isEqualTo(1);
        assertThat(results.path("cost").isNull()).isTrue();

        JsonNode compared = get("/v1/evaluations/compare?a=" + a + "&b=" + b);
        assertThat(compared.path("shared").asInt()).isEqualTo(QUESTIONS);
        assertThat(compared.path("difference").path("value").asDouble()).isCloseTo(0.15, within(1e-12));
        assertThat(compared.path("improved")).hasSize(3);
        assertThat(compared.path("worsened")).isEmpty();
        assertThat(compared.path("tests").path("sign_flip").asDouble()).isEqualTo(0.25);
        assertThat(compared.path("differences").path(0).path("field").asString())
                .isEqualTo("sampling");
        client.get()
                .uri("/v1/evaluations/compare?a=" + a)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void progressIsToldAsItHappensUntilTheEnd() {
        startReplica();
        agents.pause(Duration.ofMillis(100));
        String id = start("\"concurrency\": 4");

        List<ServerSentEvent<String>> events = client.get()
                .uri("/v1/evaluations/" + id + "/events")
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody()
                .filter(event -> event.event() != null)
                .collectList()
                .block(Duration.ofSeconds(30));

        JsonNode last = JSON.readTree(events.getLast().data());
        assertThat(events).hasSizeGreaterThan(2);
        assertThat(last.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(last.path("progress").path("done").asInt()).isEqualTo(40);
    }

    @Test
    void whatCannotBeIsRefusedWithTheFieldAtFault() {
        startReplica();
        Stream.of(
                        "{\"benchmark\": \"sums\"}|policy|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"samples\": 0}|samples|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"nobody\", \"tools\": []}|policy|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"judge\": \"nobody\", \"tools\": []}|judge|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"grader\": \"best\"}|grader|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"grader\": \"llm\"}|grader|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"tools\": [\"python\"]}|tools|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"tools\": [\"telescope\"]}|tools|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"subset\": {\"ids\": [\"x\"]}}|subset.ids|422",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"budget\": {\"tokens\": 0}}|budget.tokens|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"smaples\": 3}|smaples|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"samples\": 1001}|samples|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"sampling\": {\"top_p\": 0}}|sampling.top_p|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"strategy\": \"best\"}|strategy|400",
                        "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"prompt\": \"mine.txt\"}|prompt|422",
                        "{\"benchmark\": \"nothing\", \"policy\": \"fake\"}|benchmark|422",
                        "{\"suite\": \"nothing\", \"policy\": \"fake\"}|suite|422")
                .map(line -> line.split("\\|"))
                .forEach(pair -> {
                    JsonNode problem = json(post("/v1/evaluations", pair[0]));
                    assertThat(problem.path("field").asString("")).as(pair[0]).isEqualTo(pair[1]);
                    assertThat(problem.path("status").asString("")).as(pair[0]).isEqualTo(pair[2]);
                    assertThat(problem.path("remedy").asString("")).as(pair[0]).isNotBlank();
                });
        assertThat(get("/v1/evaluations").path("items")).isEmpty();
    }

    @Test
    void aJudgesServiceThatIsAwayIsWaitedForAndOneThatTurnsUsAwayIsNoUnknownJudge() {
        startReplica();
        String asked = "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"judge\": \"fake\", \"tools\": []}";
        judge.wantKey();
        JsonNode refused = json(post("/v1/evaluations", asked).expectStatus().isEqualTo(502));
        assertThat(refused.path("type").asString()).endsWith("judges-refused");
        assertThat(refused.path("remedy").asString()).contains("reagent.eval.judge-api-key");
        judge.close();

        post("/v1/evaluations", asked).expectStatus().isCreated();
    }

    @Test
    void aNameIsGivenOnceThoughTwoAskAtTheSameTime() {
        startReplica();
        String body = "{\"benchmark\": \"sums\", \"policy\": \"fake\", \"name\": \"once\", \"tools\": []}";
        List<Integer> statuses = Stream.of(1, 2, 3)
                .parallel()
                .map(unused -> post("/v1/evaluations", body)
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(201, 409, 409);
    }
}
