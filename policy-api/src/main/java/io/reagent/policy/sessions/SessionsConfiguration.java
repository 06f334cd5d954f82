package io.reagent.policy.sessions;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
class SessionsConfiguration {
    @Bean
    Sessions sessions(DatabaseClient database, SessionProperties properties) {
        return new Sessions(new SessionStore(database), properties);
    }

    @Bean
    SamplingSessions samplingSessions(DatabaseClient database) {
        return new SamplingSessions(database);
    }
}
