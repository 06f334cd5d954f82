package io.reagent.policy.futures;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FuturesProperties.class)
class FuturesConfiguration {
    @Bean
    Futures futures(DatabaseClient database, FuturesProperties properties) {
        return new Futures(new FutureStore(database), properties);
    }
}
