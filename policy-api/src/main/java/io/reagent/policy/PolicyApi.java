package io.reagent.policy;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.PropertySource;

/** The policy host as a service. */
@SpringBootApplication
@PropertySource("classpath:io/reagent/policy/policy-api.properties")
public class PolicyApi {
    /** Serves on port 8082 unless told otherwise; every option is a Spring property. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(PolicyApi.class)
                .properties("server.port=8082")
                .run(arguments);
    }
}
