package io.reagent.policy.agents;

import io.reagent.agents.AgentsConfiguration;
import io.reagent.agents.models.ModelSource;
import io.reagent.policy.checkpoints.SavedPolicies;
import io.reagent.policy.hosting.Samplers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Serves agents beside the policies, which are models to them. */
@Configuration(proxyBeanMethods = false)
@Import(AgentsConfiguration.class)
class HostedAgentsConfiguration {
    @Bean
    ModelSource hostedModels(SavedPolicies policies, Samplers samplers) {
        return new HostedModels(policies, samplers);
    }
}
