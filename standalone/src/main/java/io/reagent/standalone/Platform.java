package io.reagent.standalone;

import io.reagent.eval.EvalService;
import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.database.DatabaseProperties;
import io.reagent.kit.database.EmbeddedServer;
import io.reagent.kit.database.SchemaMigration;
import io.reagent.kit.security.ApiKeyProperties;
import io.reagent.kit.security.Exposure;
import io.reagent.kit.startup.Shortcomings;
import io.reagent.policy.PolicyApi;
import io.reagent.rrm.RrmApi;
import io.reagent.training.TrainingCoordinator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.BeansException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Starts Postgres, then the services in order; stops them in the opposite one. */
public final class Platform implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /** Runs until the process is told to stop; every option is a Spring property. */
    public static void main(String[] arguments) {
        Platform platform = new Platform();
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop"));
        try {
            platform.start(arguments);
        } catch (Exception e) {
            System.err.println("The platform did not start: " + reason(e));
            System.exit(1);
        }
    }

    /**
     * Returns when every service is ready; one that lacks the models it needs for that is not waited for, since waiting
     * does not mend it. What has started by then stops with {@link #close}, also after a failure.
     *
     * @param arguments Spring properties, such as {@code --reagent.standalone.judge-port=8081}
     */
    public void start(String... arguments) throws IOException, InterruptedException {
        ConfigurableApplicationContext settings = keep(new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(arguments));
        StandaloneProperties properties = settings.getBean(StandaloneProperties.class);
        DatabaseProperties database = settings.getBean(DatabaseProperties.class);

        DatabaseAddress address = database.isEmbedded()
                ? keep(EmbeddedServer.start(database.embedded())).address()
                : DatabaseAddress.of(database.url(), database.username(), database.password());
        SchemaMigration.migrate(address, database.connectTimeout());

        Exposure exposure = Exposure.of(settings.getBean(ApiKeyProperties.class), settings.getEnvironment());
        String host = exposure.host();
        Service judge = new Service("judge", RrmApi.class, host, properties.judgePort());
        Service policy = new Service("policy", PolicyApi.class, host, properties.policyPort());
        Service training = new Service("training", TrainingCoordinator.class, host, properties.trainingPort());
        Service evaluation = new Service("evaluation", EvalService.class, host, properties.evaluationPort());
        List<Service> services = List.of(judge, policy, training, evaluation);
        List<String> options = serviceOptions(arguments, address, database);
        options.addAll(new Neighbours(judge.url(), policy.url(), evaluation.url())
                .options(
                        settings.getEnvironment(),
                        settings.getBean(ApiKeyProperties.class).apiKeys()));
        List<String> missing = new ArrayList<>();
        List<Service> promising = new ArrayList<>();
        for (Service service : services) {
            Collection<Shortcomings> lacks = keep(service.start(options))
                    .getBeansOfType(Shortcomings.class)
                    .values();
            lacks.forEach(found -> missing.addAll(found.all()));
            if (lacks.stream().noneMatch(Shortcomings::forbidding)) {
                promising.add(service);
            }
        }
        for (Service service : promising) {
            service.awaitReady(properties.startLimit());
        }
        announce(services, missing, address, exposure, properties);
    }

    private <T extends AutoCloseable> T keep(T started) {
        synchronized (running) {
            running.push(started);
        }
        return started;
    }

    /** What the user said, except where the database is: the services are told that. */
    private static List<String> serviceOptions(
            String[] arguments, DatabaseAddress address, DatabaseProperties database) {
        List<String> options = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.startsWith("--reagent.database.")) {
                options.add(argument);
            }
        }
        options.add("--reagent.database.url=" + (database.isEmbedded() ? address.r2dbcUrl() : database.url()));
        options.add("--reagent.database.username=" + address.username());
        if (!address.password().isEmpty()) {
            options.add("--reagent.database.password=" + address.password());
        }
        options.add("--reagent.database.migrate=false");
        // said once for all of them
        options.add("--logging.level.io.reagent.kit.security.Exposure=error");
        return options;
    }

    private static void announce(
            List<Service> services,
            List<String> missing,
            DatabaseAddress address,
            Exposure exposure,
            StandaloneProperties properties)
            throws IOException {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "Ready in %.1f s", seconds));
        services.forEach(s -> line.append(" · ").append(s.name()).append(' ').append(s.url()));
        line.append(" · Postgres ").append(address.display()).append(" · stop with ./reagent down");
        line.append(System.lineSeparator()).append(exposure.sentence());
        missing.forEach(
                each -> line.append(System.lineSeparator()).append("But ").append(each));
        System.out.println(line);
        if (properties.readyFile() != null) {
            Files.writeString(properties.readyFile(), line + System.lineSeparator());
        }
    }

    /** What a person can act on, without the layers that Spring wraps around it. */
    private static String reason(Throwable error) {
        StringBuilder reason = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException inUse) {
                return "port " + inUse.getPort() + " is in use; stop what listens there, or set"
                        + " REAGENT_JUDGE_PORT, REAGENT_POLICY_PORT, REAGENT_TRAINING_PORT or"
                        + " REAGENT_EVALUATION_PORT";
            }
            if (!(cause instanceof BeansException) && cause.getMessage() != null) {
                reason.append(reason.isEmpty() ? "" : System.lineSeparator() + "  because ")
                        .append(cause.getMessage());
            }
        }
        return reason.isEmpty() ? error.toString() : reason.toString();
    }

    /** Stops the services, then Postgres. */
    @Override
    public void close() {
        synchronized (running) {
            while (!running.isEmpty()) {
                stop(running.pop());
            }
        }
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("Stopping: " + reason(e));
        }
    }

    /** Reads what the user set, as every service does. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({StandaloneProperties.class, DatabaseProperties.class, ApiKeyProperties.class})
    static class Settings {}
}
