package io.reagent.eval.setup;

import io.reagent.clients.judge.JudgeClient;
import io.reagent.eval.grading.KnownJudges;
import io.reagent.eval.jobs.JobRunner;
import io.reagent.eval.jobs.JobStore;
import io.reagent.eval.judges.JudgeEvaluationStarts;
import io.reagent.eval.judges.JudgeEvaluationStore;
import io.reagent.eval.judges.JudgeEvaluationWork;
import io.reagent.eval.judges.report.ItemViews;
import io.reagent.eval.judges.report.JudgeReports;
import io.reagent.eval.judges.sets.JudgeSetProperties;
import io.reagent.eval.judges.sets.SetFiles;
import io.reagent.eval.judges.sets.StoredSets;
import io.reagent.eval.labels.AttemptStore;
import io.reagent.eval.labels.LabelStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Wires evaluations of judges. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JudgeSetProperties.class)
class JudgeConfiguration {
    @Bean
    JudgeEvaluationStore judgeEvaluationStore(DatabaseClient database, JobStore jobs, AttemptStore attempts) {
        return new JudgeEvaluationStore(database, jobs, attempts);
    }

    @Bean
    JudgeEvaluationWork judgeEvaluationWork(
            JudgeClient judges, JudgeEvaluationStore evaluations, DatabaseClient database) {
        return new JudgeEvaluationWork(judges, evaluations, database);
    }

    @Bean
    JudgeEvaluationStarts judgeEvaluationStarts(
            KnownJudges judges,
            JudgeSetProperties properties,
            LabelStore labels,
            DatabaseClient database,
            JudgeEvaluationStore store,
            JobRunner runner) {
        return new JudgeEvaluationStarts(
                judges, new SetFiles(properties), new StoredSets(labels, database), store, runner);
    }

    /** Reports compute for seconds. */
    @Bean(destroyMethod = "dispose")
    Scheduler reportThreads() {
        return Schedulers.newBoundedElastic(2, Integer.MAX_VALUE, "reports", 60, true);
    }

    @Bean
    JudgeReports judgeReports(DatabaseClient database, Scheduler reportThreads) {
        return new JudgeReports(database, reportThreads);
    }

    @Bean
    ItemViews itemViews(DatabaseClient database) {
        return new ItemViews(database);
    }
}
