package io.reagent.policy.tinker;

import io.reagent.kit.security.KeylessRequests;
import io.reagent.policy.checkpoints.SignedUrls;
import io.reagent.policy.futures.Futures;
import io.reagent.policy.hosting.Samplers;
import io.reagent.policy.sessions.Sessions;
import io.reagent.policy.training.TrainingRuns;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TinkerProperties.class)
class TinkerConfiguration {
    /** After Spring Boot's own, at 0. */
    private static final int CUSTOM_LIMIT = 10;

    @Bean
    ModelRequests modelRequests(TrainingRuns runs, Sessions sessions) {
        return new ModelRequests(runs, sessions);
    }

    @Bean
    SampleJobs sampling(Samplers samplers, Futures futures) {
        return new SampleJobs(samplers, futures);
    }

    @Bean
    KeylessRequests signedDownloads(SignedUrls urls) {
        return new KeylessRequests(request -> DownloadController.isSigned(urls, request));
    }

    /** Batches to train on are larger than what a service reads by default. */
    @Bean
    @Order(CUSTOM_LIMIT)
    CodecCustomizer largeBodies(TinkerProperties properties) {
        return codecs -> codecs.defaultCodecs()
                .maxInMemorySize(Math.toIntExact(properties.maxBody().toBytes()));
    }
}
