package io.reagent.eval.evaluations;

import static io.reagent.kit.database.Columns.required;

import io.r2dbc.spi.Readable;
import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.jobs.Job;
import io.reagent.eval.jobs.JobKind;
import io.reagent.eval.jobs.JobState;
import io.reagent.eval.jobs.JobStore;
import io.reagent.kit.database.Columns;
import io.reagent.kit.database.UuidV7;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Evaluations and their questions. */
public final class EvaluationStore {
    private static final String SELECT = "select " + JobStore.COLUMNS
            + ", e.spec, e.lock, e.items, e.round, e.suite_id from eval.evaluation e join eval.job job on job.id = e.id";
    private static final int ROWS_AT_ONCE = 500;

    private final DatabaseClient database;
    private final JobStore jobs;

    public EvaluationStore(DatabaseClient database, JobStore jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    /** Which evaluations; null restricts nothing. */
    public record Filter(
            @Nullable JobState state,
            @Nullable String benchmark,
            @Nullable String policy,
            @Nullable String strategy,
            @Nullable String name,
            @Nullable UUID suite,
            @Nullable UUID run) {}

    /**
     * Stores a new evaluation with its questions, to be taken up.
     *
     * @param asked each of the items as agents are asked it
     */
    public Mono<Evaluation> create(
            EvaluationSpec spec, Lock lock, List<Item> items, List<String> asked, @Nullable UUID suite) {
        UUID id = UuidV7.next();
        Mono<Void> about = describe(id, spec, lock, items, asked, suite)
                .then(database.sql("insert into eval.scoring (id, evaluation_id, number, grader)"
                                + " values (:id, :evaluation, 1, :grader)")
                        .bind("id", UuidV7.next())
                        .bind("evaluation", id)
                        .bind("grader", Columns.json(SpecJson.write(spec.grading())))
                        .then());
        return jobs.create(id, JobKind.EVALUATION, about)
                .onErrorMap(DuplicateKeyException.class, taken -> nameTaken(spec))
                .then(Mono.defer(() -> find(id)));
    }

    static ProblemException nameTaken(EvaluationSpec spec) {
        return Problem.of(HttpStatus.CONFLICT, "name-taken", "There is an evaluation of the name " + spec.name())
                .field("name")
                .remedy("Choose another name, or GET /v1/evaluations?name= to find it.")
                .asException();
    }

    /** The evaluation's own row and those of its questions; of a job that is there. */
    Mono<Void> describe(
            UUID id, EvaluationSpec spec, Lock lock, List<Item> items, List<String> asked, @Nullable UUID suite) {
        return insert(id, spec, lock, items.size(), suite)
                .then(Flux.range(0, (items.size() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
                        .concatMap(part -> insertItems(id, items, asked, part * ROWS_AT_ONCE))
                        .then());
    }

    private Mono<Void> insert(UUID id, EvaluationSpec spec, Lock lock, int items, @Nullable UUID suite) {
        GenericExecuteSpec insert = database.sql("""
                        insert into eval.evaluation (id, name, suite_id, benchmark, policy, strategy, judge, spec, lock, items,
                            samples, run_id, run_step)
                        values (:id, :name, :suite, :benchmark, :policy, :strategy, :judge, :spec, :lock, :items,
                            :samples, :run, :step)""")
                .bind("id", id)
                .bind("benchmark", Columns.text(spec.questions().benchmark()))
                .bind("policy", Columns.text(spec.subject().policy()))
                .bind("strategy", spec.subject().strategy())
                .bind("spec", Columns.json(SpecJson.write(spec)))
                .bind("lock", Columns.json(SpecJson.write(lock)))
                .bind("items", items)
                .bind("samples", spec.questions().samples());
        insert = Columns.bind(insert, "name", spec.name(), String.class);
        insert = Columns.bind(insert, "suite", suite, UUID.class);
        insert = Columns.bind(insert, "judge", spec.subject().judge(), String.class);
        EvaluationSpec.Origin origin = spec.origin();
        insert = Columns.bind(insert, "run", origin == null ? null : origin.run(), UUID.class);
        insert = Columns.bind(insert, "step", origin == null ? null : origin.step(), Integer.class);
        return insert.then();
    }

    private Mono<Void> insertItems(UUID id, List<Item> items, List<String> asked, int from) {
        List<Item> part = items.subList(from, Math.min(from + ROWS_AT_ONCE, items.size()));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            Item item = part.get(i);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("position", from + i);
            row.put("hash", item.hash());
            row.put("item", item.id());
            row.put("category", item.category());
            row.put("level", item.level());
            row.put("cluster", item.cluster() == null ? "item " + item.id() : item.cluster());
            row.put("question", item.question());
            row.put("asked", asked.get(from + i));
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("references", item.references());
            content.put("options", item.options());
            content.put("files", item.files());
            content.put("world_task", item.worldTask());
            row.put("content", content);
            rows.add(row);
        }
        return database.sql("""
                        with row as (select * from jsonb_to_recordset(:rows) as r (position integer, hash text, item text,
                                category text, level text, cluster text, question text, asked text, content jsonb)),
                            kept as (insert into eval.item (hash, question, content)
                                select distinct on (hash) hash, question, content from row on conflict (hash) do nothing)
                        insert into eval.evaluation_item (evaluation_id, position, hash, item, asked, category, level, cluster)
                        select :id, position, hash, item, asked, category, level, cluster from row""").bind("rows", Columns.json(rows)).bind("id", id).then();
    }

    /** The evaluation, or empty. */
    public Mono<Evaluation> find(UUID id) {
        return database.sql(SELECT + " where e.id = :id")
                .bind("id", id)
                .map(EvaluationStore::read)
                .one();
    }

    /** Evaluations, newest first. */
    public Flux<Evaluation> page(Filter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder(SELECT + " where true");
        Map<String, Object> values = restrict(sql, filter);
        Columns.restrict(sql, values, "e.id < :before", "before", before);
        sql.append(" order by e.id desc limit ").append(limit);
        return database.sql(sql.toString())
                .bindValues(values)
                .map(EvaluationStore::read)
                .all();
    }

    private static Map<String, Object> restrict(StringBuilder sql, Filter filter) {
        Map<String, Object> values = new LinkedHashMap<>();
        JobState state = filter.state();
        Columns.restrict(sql, values, "job.state = :state", "state", state == null ? null : state.name());
        Columns.restrict(sql, values, "e.benchmark = :benchmark", "benchmark", filter.benchmark());
        Columns.restrict(sql, values, "e.policy = :policy", "policy", filter.policy());
        Columns.restrict(sql, values, "e.strategy = :strategy", "strategy", filter.strategy());
        Columns.restrict(sql, values, "position(lower(:name) in lower(e.name)) > 0", "name", filter.name());
        Columns.restrict(sql, values, "e.suite_id = :suite", "suite", filter.suite());
        Columns.restrict(sql, values, "e.run_id = :run", "run", filter.run());
        return values;
    }

    /**
     * Of each benchmark, policy, strategy and step of a run the evaluation that is over and graded and asked the most
     * questions, of several the newest; in the order of these.
     */
    public Flux<Evaluation> fullestEnded(Filter filter, int limit) {
        StringBuilder sql =
                new StringBuilder("select distinct on (e.benchmark, e.policy, e.strategy, e.run_id, e.run_step) "
                        + SELECT.substring("select ".length())
                        + " where job.state in ('SUCCEEDED', 'PARTIAL') and not exists (select 1 from eval.scoring s"
                        + " join eval.job grading on grading.id = s.job_id where s.evaluation_id = e.id and s.number = 1"
                        + " and grading.state <> 'SUCCEEDED')");
        Map<String, Object> values = restrict(sql, filter);
        sql.append(" order by e.benchmark, e.policy, e.strategy, e.run_id, e.run_step, e.items desc, e.id desc limit ")
                .append(limit);
        return database.sql(sql.toString())
                .bindValues(values)
                .map(EvaluationStore::read)
                .all();
    }

    /** Changes what an evaluation is to do; only before it goes on again. */
    Mono<Void> respecify(UUID id, EvaluationSpec spec) {
        return database.sql(
                        "update eval.evaluation set spec = :spec, samples = :samples, round = round + 1 where id = :id")
                .bind("spec", Columns.json(SpecJson.write(spec)))
                .bind("samples", spec.questions().samples())
                .bind("id", id)
                .then();
    }

    /** What there is of it by now. */
    public Mono<EvaluationProgress> progress(Evaluation evaluation) {
        return progress(List.of(evaluation)).mapNotNull(all -> all.get(evaluation.id()));
    }

    /** What there is of each by now, by its id. */
    public Mono<Map<UUID, EvaluationProgress>> progress(List<Evaluation> evaluations) {
        Map<UUID, Long> planned = new HashMap<>();
        for (Evaluation evaluation : evaluations) {
            planned.put(evaluation.id(), evaluation.planned());
        }
        return database.sql("""
                        select e.id, count(s.id) as done, count(*) filter (where s.outcome = 'FAILED') as failed,
                            count(*) filter (where g.outcome = 'CORRECT') as correct,
                            count(*) filter (where g.outcome = 'WRONG') as wrong,
                            count(*) filter (where g.outcome = 'FAILED') as ungraded,
                            case when count(s.id) = 0 then 0 else sum(s.prompt_tokens + s.completion_tokens) end::bigint as tokens,
                            sum(s.cost)::double precision as cost
                        from eval.evaluation e
                        left join eval.sample s on s.evaluation_id = e.id
                        left join eval.scoring c on c.evaluation_id = e.id and c.number = 1
                        left join eval.grade g on g.sample_id = s.id and g.scoring_id = c.id
                        where e.id = any(:ids) group by e.id""")
                .bind("ids", planned.keySet().toArray(UUID[]::new))
                .map(row -> {
                    UUID id = required(row, "id", UUID.class);
                    return Map.entry(id, progress(row, planned.getOrDefault(id, 0L)));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static EvaluationProgress progress(Readable row, long planned) {
        return new EvaluationProgress(
                planned,
                required(row, "done", Long.class),
                required(row, "failed", Long.class),
                required(row, "correct", Long.class),
                required(row, "wrong", Long.class),
                required(row, "ungraded", Long.class),
                row.get("tokens", Long.class),
                row.get("cost", Double.class));
    }

    /** Its questions in their order. */
    public Flux<Question> questions(UUID id) {
        return database.sql("""
                        select ei.position, ei.item, ei.hash, ei.asked, i.content from eval.evaluation_item ei
                        join eval.item i on i.hash = ei.hash where ei.evaluation_id = :id order by ei.position""").bind("id", id).map(EvaluationStore::question).all();
    }

    /** A row with the columns position, item, hash, question and content. */
    public static Question question(Readable row) {
        JsonNode content = Columns.tree(row, "content");
        return new Question(
                required(row, "position", Integer.class),
                required(row, "item", String.class),
                required(row, "hash", String.class),
                required(row, "asked", String.class),
                texts(content.path("references")),
                texts(content.path("options")),
                content.path("world_task").isNumber()
                        ? (Long) content.path("world_task").longValue()
                        : null);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static Evaluation read(Readable row) {
        Job job = JobStore.read(row);
        return new Evaluation(
                job,
                SpecJson.read(Columns.tree(row, "spec"), EvaluationSpec.class),
                SpecJson.read(Columns.tree(row, "lock"), Lock.class),
                required(row, "items", Integer.class),
                required(row, "round", Integer.class),
                row.get("suite_id", UUID.class));
    }
}
