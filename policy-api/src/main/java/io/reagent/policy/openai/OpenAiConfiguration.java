package io.reagent.policy.openai;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reagent.lm.metrics.ModelMetrics;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.BaseModels;
import io.reagent.policy.hosting.Samplers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {
    @Bean
    PolicySampling policySampling(SavedPolicies saved, Samplers samplers, MeterRegistry registry) {
        return new PolicySampling(saved, samplers, new OpenAiMetrics(registry));
    }

    @Bean
    MeterBinder baseModelMetrics(BaseModels bases) {
        return registry -> bases.all().forEach(base -> new ModelMetrics(base.model(), base.name()).bindTo(registry));
    }
}
