package io.reagent.training;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.PropertySource;

/** Training runs as a service. */
@SpringBootApplication
@PropertySource("classpath:io/reagent/training/training-coordinator.properties")
public class TrainingCoordinator {
    /** Serves on port 8083 unless told otherwise; every option is a Spring property. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(TrainingCoordinator.class)
                .properties("server.port=8083")
                .run(arguments);
    }
}
