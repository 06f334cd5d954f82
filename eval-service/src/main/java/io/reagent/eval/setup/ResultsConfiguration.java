package io.reagent.eval.setup;

import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.evaluations.EvaluationStore;
import io.reagent.eval.evaluations.ScoringStore;
import io.reagent.eval.exports.ExportRows;
import io.reagent.eval.exports.Exports;
import io.reagent.eval.grid.Grids;
import io.reagent.eval.results.EvaluationResults;
import io.reagent.eval.results.Gates;
import io.reagent.eval.results.GradedRows;
import io.reagent.eval.results.Questions;
import io.reagent.eval.results.StoredSamples;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Wires what is told of evaluations. */
@Configuration(proxyBeanMethods = false)
class ResultsConfiguration {
    @Bean
    GradedRows gradedRows(DatabaseClient database) {
        return new GradedRows(database);
    }

    @Bean
    EvaluationResults evaluationResults(GradedRows rows, ScoringStore scorings) {
        return new EvaluationResults(rows, scorings);
    }

    @Bean
    Gates gates(EvaluationResults results) {
        return new Gates(results);
    }

    @Bean
    Questions questions(DatabaseClient database) {
        return new Questions(database);
    }

    @Bean
    StoredSamples storedSamples(DatabaseClient database) {
        return new StoredSamples(database);
    }

    @Bean
    Grids grids(EvaluationStore evaluations, EvaluationResults results, Benchmarks benchmarks) {
        return new Grids(evaluations, results, benchmarks);
    }

    @Bean
    Exports exports(DatabaseClient database, EvaluationResults results) {
        return new Exports(new ExportRows(database), results);
    }
}
