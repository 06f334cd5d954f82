package io.reagent.kit.observability;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

/** Puts {@link RequestLog} and {@link HealthPaths} in every service. */
@AutoConfiguration
class ObservabilityAutoConfiguration {

    @Bean
    RequestLog requestLog() {
        return new RequestLog();
    }

    @Bean
    @Order(RequestLog.ORDER + 2)
    WebFilter healthPaths() {
        return new HealthPaths();
    }
}
