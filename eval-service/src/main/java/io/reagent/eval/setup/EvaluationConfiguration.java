package io.reagent.eval.setup;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.agents.AgentRunsClient;
import io.reagent.clients.judge.JudgeClient;
import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.checks.BenchmarkCheck;
import io.reagent.eval.evaluations.AttemptMaker;
import io.reagent.eval.evaluations.EvaluationStarts;
import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.evaluations.EvaluationWork;
import io.reagent.eval.evaluations.Evaluations;
import io.reagent.eval.evaluations.ImportStore;
import io.reagent.eval.evaluations.SampleStore;
import io.reagent.eval.evaluations.ScoringStore;
import io.reagent.eval.evaluations.ScoringWork;
import io.reagent.eval.evaluations.SpecReader;
import io.reagent.eval.grading.GraderDesk;
import io.reagent.eval.grading.KnownJudges;
import io.reagent.eval.imports.Imports;
import io.reagent.eval.jobs.JobRunner;
import io.reagent.eval.jobs.JobStore;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.unit.DataSize;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Wires evaluations of policies. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelsProperties.class)
class EvaluationConfiguration {
    private static final DataSize LARGEST_RUN = DataSize.ofMegabytes(64);
    private static final DataSize LARGEST_IMPORT = DataSize.ofGigabytes(4);
    private static final DataSize LARGEST_JUDGEMENT = DataSize.ofMegabytes(4);
    /** However long a judge takes for those before. */
    private static final Duration QUEUEING = Duration.ofHours(1);

    private static final int MORE_CONNECTIONS = 16;

    @Bean
    AgentRunsClient agentRunsClient(EvalProperties properties) {
        return new AgentRunsClient(
                new Remote(
                        properties.policyUrl(),
                        ApiKey.bearer(properties.policyApiKey()),
                        Connections.of(properties.runs() + MORE_CONNECTIONS, QUEUEING),
                        properties.silence(),
                        LARGEST_RUN),
                new AgentRunsClient.Patience(properties.unheard(), AgentRunsClient.Patience.DEFAULT.overtime()));
    }

    @Bean
    JudgeClient judgeClient(EvalProperties properties) {
        return new JudgeClient(
                new Remote(
                        properties.judgeUrl(),
                        ApiKey.bearer(properties.judgeApiKey()),
                        Connections.of(properties.judgements(), QUEUEING),
                        properties.silence(),
                        LARGEST_JUDGEMENT),
                true);
    }

    /** Grading computes; a symbolic one takes as long as it may. */
    @Bean(destroyMethod = "dispose")
    Scheduler gradingThreads() {
        return Schedulers.newBoundedElastic(
                Math.max(2, Runtime.getRuntime().availableProcessors()), Integer.MAX_VALUE, "grading", 60, true);
    }

    @Bean
    GraderDesk graderDesk(JudgeClient judges, ModelsProperties properties, Scheduler gradingThreads) {
        return new GraderDesk(judges, properties.graders(), gradingThreads);
    }

    @Bean
    KnownJudges knownJudges(JudgeClient judges) {
        return new KnownJudges(judges);
    }

    @Bean
    BenchmarkCheck benchmarkCheck(GraderDesk graders) {
        return new BenchmarkCheck(graders);
    }

    @Bean
    EvaluationStore evaluationStore(DatabaseClient database, JobStore jobs) {
        return new EvaluationStore(database, jobs);
    }

    @Bean
    SampleStore sampleStore(DatabaseClient database) {
        return new SampleStore(database);
    }

    @Bean
    ScoringStore scoringStore(DatabaseClient database, JobStore jobs) {
        return new ScoringStore(database, jobs);
    }

    @Bean
    AttemptMaker attemptMaker(
            AgentRunsClient agents, JudgeClient judges, Benchmarks benchmarks, ModelsProperties properties) {
        return new AttemptMaker(agents, judges, benchmarks, properties.models());
    }

    @Bean
    EvaluationWork evaluationWork(
            EvaluationStore evaluations,
            SampleStore samples,
            ScoringStore scorings,
            GraderDesk graders,
            AttemptMaker attempts,
            AgentRunsClient agents) {
        return new EvaluationWork(evaluations, samples, scorings, graders, attempts, agents);
    }

    @Bean
    ScoringWork scoringWork(
            DatabaseClient database,
            ScoringStore scorings,
            SampleStore samples,
            GraderDesk graders,
            JudgeClient judges) {
        return new ScoringWork(database, scorings, samples, graders, judges);
    }

    @Bean
    SpecReader specReader(GraderDesk graders) {
        return new SpecReader(graders.models());
    }

    @Bean
    EvaluationStarts evaluationStarts(
            Benchmarks benchmarks,
            SpecReader specs,
            EvaluationStore store,
            AgentRunsClient agents,
            KnownJudges judges,
            JobRunner runner) {
        return new EvaluationStarts(benchmarks, specs, store, agents, judges, runner, version());
    }

    private static String version() {
        String version = EvaluationConfiguration.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    @Bean
    Imports imports(
            Benchmarks benchmarks,
            SpecReader specs,
            DatabaseClient database,
            EvaluationStore evaluations,
            SampleStore samples,
            JobStore jobs,
            JobRunner runner) {
        return new Imports(
                benchmarks,
                specs,
                new ImportStore(database, evaluations, samples, jobs),
                runner,
                LARGEST_IMPORT.toBytes(),
                version());
    }

    @Bean
    Evaluations evaluations(EvaluationStore store, SampleStore samples, JobStore jobs, JobRunner runner) {
        return new Evaluations(store, samples, jobs, runner);
    }
}
