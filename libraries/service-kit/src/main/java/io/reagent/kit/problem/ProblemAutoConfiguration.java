package io.reagent.kit.problem;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Puts {@link ProblemExceptionHandler} and {@link UnstorableRequests} in every service. */
@AutoConfiguration(before = ErrorWebFluxAutoConfiguration.class)
class ProblemAutoConfiguration {

    @Bean
    ProblemExceptionHandler problemExceptionHandler() {
        return new ProblemExceptionHandler();
    }

    @Bean
    UnstorableRequests unstorableRequests() {
        return new UnstorableRequests();
    }
}
