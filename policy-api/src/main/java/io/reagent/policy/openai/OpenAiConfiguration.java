package io.reagent.policy.openai;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reagent.lm.metrics.ModelMetrics;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.Samplers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.reactive.UrlHandlerFilter;

@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {
    @Bean
    PolicySampling policySampling(BaseModels bases, SavedPolicies saved, Samplers samplers, MeterRegistry registry) {
        return new PolicySampling(bases, saved, samplers, new OpenAiMetrics(registry));
    }

    /** Clients put a slash behind a base URL's path, and some behind the route's: the route is meant. */
    @Bean
    UrlHandlerFilter trailingSlashes() {
        return UrlHandlerFilter.trailingSlashHandler(
                        "/v1/chat/completions/", "/v1/completions/", "/v1/models/", "/v1/models/*/")
                .mutateRequest()
                .build();
    }

    @Bean
    MeterBinder baseModelMetrics(BaseModels bases) {
        return registry -> bases.all().forEach(base -> new ModelMetrics(base.model(), base.name()).bindTo(registry));
    }
}
