package io.reagent.kit.compression;

import io.reagent.kit.observability.RequestLog;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.WebFilter;

/** Lets every route take compressed bodies. */
@AutoConfiguration
class CompressionAutoConfiguration {
    @Bean
    @Order(RequestLog.ORDER + 5) // whoever may not come in has nothing inflated
    WebFilter inflatedBodies() {
        return new InflatedBodies();
    }
}
