package io.reagent.kit.server;

import io.reagent.kit.events.Closing;
import io.reagent.kit.observability.RequestLog;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.server.WebFilter;

/** Gives every service event loops of its own, and an end to requests that their clients never finish. */
@AutoConfiguration(before = NettyReactiveWebServerAutoConfiguration.class)
@EnableConfigurationProperties(ServerProperties.class)
class ServerAutoConfiguration {

    /**
     * Several services may share a JVM. On loops that they share, too, the first one that stops ends the requests of all.
     */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory own = new ReactorResourceFactory();
        own.setUseGlobalResources(false);
        // the server has answered everything when the loops are asked to end
        own.setShutdownQuietPeriod(Duration.ZERO);
        return own;
    }

    @Bean
    Closing closing() {
        return new Closing();
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> idleConnections(ServerProperties limits) {
        return factory -> factory.addServerCustomizers(server -> server.idleTimeout(limits.idle()));
    }

    @Bean
    @Order(RequestLog.ORDER + 2)
    WebFilter bodyFilter(ServerProperties limits) {
        return new BodyFilter(limits);
    }
}
