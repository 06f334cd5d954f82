package io.reagent.rrm.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.rrm.judges.Fingerprint;
import io.reagent.rrm.judges.Judge;
import io.reagent.rrm.judges.JudgeIdentity;
import io.reagent.rrm.judges.Judges;
import io.reagent.rrm.judges.PromptMaker;
import io.reagent.rrm.judges.Writer;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the configured judges; a local model is loaded here, before the service listens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JudgesProperties.class)
class JudgesConfiguration {
    private static final int SECRET_BYTES = 32;

    @Bean
    Writers writers(MeterRegistry registry) {
        return new Writers(registry);
    }

    @Bean
    Judges judges(JudgesProperties properties, Writers writers, MeterRegistry registry) throws IOException {
        byte[] secret = secret(properties);
        List<Judge> judges = new ArrayList<>();
        for (Map.Entry<String, JudgeProperties> entry : properties.judges().entrySet()) {
            Judge judge = judge(entry.getKey(), entry.getValue(), writers, secret);
            Gauge.builder("reagent.judge.waiting", judge.writer(), Writer::waiting)
                    .description("Requests that wait for the judge's model")
                    .tag("judge", entry.getKey())
                    .register(registry);
            judges.add(judge);
        }
        return new Judges(judges, properties.defaultJudge());
    }

    @Bean
    JudgeReadiness judgeHealthIndicator(Judges judges) {
        return new JudgeReadiness(judges);
    }

    private static Judge judge(String name, JudgeProperties settings, Writers writers, byte[] secret)
            throws IOException {
        Template template = Template.of(settings);
        Writer writer = writers.of(settings);
        String version = Fingerprint.of(writer.fingerprint(), template.text());
        return new Judge(
                new JudgeIdentity(name, writer.model(), version),
                settings.defaults(),
                new PromptMaker(template.parsed(), secret),
                writer,
                settings.attempts());
    }

    private static byte[] secret(JudgesProperties properties) {
        if (properties.fenceSecret() != null && !properties.fenceSecret().isBlank()) {
            return properties.fenceSecret().getBytes(UTF_8);
        }
        byte[] drawn = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(drawn);
        return drawn;
    }
}
