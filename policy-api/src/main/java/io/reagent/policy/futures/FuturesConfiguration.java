package io.reagent.policy.futures;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.r2dbc.core.DatabaseClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FuturesProperties.class)
class FuturesConfiguration {
    /** Closed before the database is let go of: what another process finds there is whole. */
    @Bean
    @DependsOn("soleProcess")
    Futures futures(DatabaseClient database, FuturesProperties properties) {
        return new Futures(new FutureStore(database), properties);
    }
}
