package io.reagent.policy.lifecycle;

import io.reagent.kit.database.DatabaseAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TakeoverProperties.class)
class LifecycleConfiguration {
    @Bean
    SoleProcess soleProcess(DatabaseAddress database, TakeoverProperties properties) {
        return new SoleProcess(SoleProcess.named(database.options(), name()), properties);
    }

    private static String name() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unnamed";
        }
        return "policy-api, process " + ProcessHandle.current().pid() + " on " + host;
    }
}
