package io.reagent.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.reagent.eval.EvalService;
import io.reagent.kit.database.DatabaseAddress;
import io.reagent.kit.database.DatabaseProperties;
import io.reagent.kit.database.EmbeddedServer;
import io.reagent.kit.database.SchemaMigration;
import io.reagent.policy.PolicyApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services that an evaluation needs, in one JVM on an embedded Postgres as {@code ./reagent up} has them: eval-service,
 * and policy-api with models on chat servers. Tells on request what processors and heap they have taken.
 */
public final class EvalServices {
    private static final JsonMapper JSON = JsonMapper.shared();

    private EvalServices() {}

    /** @param arguments a directory of its own, the concurrency, then {@code NAME=URL} of each model's server */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        AtomicLong live = watchHeap();
        EmbeddedServer postgres =
                EmbeddedServer.start(new DatabaseProperties.Embedded(directory.resolve("postgres"), 0));
        DatabaseAddress address = postgres.address();
        SchemaMigration.migrate(address, Duration.ofSeconds(30));
        List<String> common = List.of(
                "--server.port=0",
                "--reagent.database.url=" + address.r2dbcUrl(),
                "--reagent.database.username=" + address.username(),
                "--reagent.database.password=" + address.password(),
                "--reagent.database.migrate=false");
        ConfigurableApplicationContext policy = start(PolicyApi.class, common, policy(directory, arguments));
        ConfigurableApplicationContext evaluation = start(
                EvalService.class,
                common,
                List.of(
                        "--reagent.eval.policy-url=http://localhost:" + port(policy),
                        "--reagent.eval.benchmarks.directory=" + directory.resolve("benchmarks")));
        ObjectNode ready = JSON.createObjectNode().put("port", port(evaluation));
        ready.putObject("versions").put("java", Runtime.version().toString());
        System.out.println(ready);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            System.out.println(taken(live));
        }
        evaluation.close();
        policy.close();
        postgres.close();
    }

    private static List<String> policy(Path directory, String[] arguments) {
        List<String> settings = new ArrayList<>();
        settings.add("--reagent.policy.checkpoints=" + directory.resolve("checkpoints"));
        settings.add("--reagent.agents.concurrency=" + arguments[1]);
        for (String model : List.of(arguments).subList(2, arguments.length)) {
            String setting = "--reagent.agents.models." + model.substring(0, model.indexOf('='));
            settings.add(setting + ".base-url=" + model.substring(model.indexOf('=') + 1));
            settings.add(setting + ".model=stub");
            settings.add(setting + ".concurrency=" + arguments[1]);
        }
        return settings;
    }

    private static ConfigurableApplicationContext start(Class<?> service, List<String> common, List<String> own) {
        List<String> settings = new ArrayList<>(common);
        settings.addAll(own);
        return new SpringApplicationBuilder(service).registerShutdownHook(false).run(settings.toArray(String[]::new));
    }

    private static String port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** The most bytes of heap that were in use right after a collection. */
    private static AtomicLong watchHeap() {
        AtomicLong most = new AtomicLong();
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> ((NotificationEmitter) collector)
                .addNotificationListener(
                        (notification, unused) -> most.accumulateAndGet(
                                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                                        .getGcInfo()
                                        .getMemoryUsageAfterGc()
                                        .entrySet()
                                        .stream()
                                        .filter(pool -> pool.getKey().startsWith("G1"))
                                        .map(pool -> pool.getValue())
                                        .mapToLong(MemoryUsage::getUsed)
                                        .sum(),
                                Math::max),
                        notification -> notification
                                .getType()
                                .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                        null));
        return most;
    }

    private static ObjectNode taken(AtomicLong live) {
        double services = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
        double postgres = ProcessHandle.current()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
        return JSON.createObjectNode()
                .put("cpu_s", services)
                .put("postgres_cpu_s", postgres)
                .put("heap_after_gc_mb", live.get() >> 20);
    }
}
