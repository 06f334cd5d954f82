package io.reagent.training.setup;

import io.reagent.training.runs.KnownServers;
import io.reagent.training.runs.Server;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Servers that runs may name beside the ones of {@link TrainingProperties}, which are called {@code default}.
 *
 * @param policies Tinker servers by name
 * @param judges rrm-apis by name
 * @param allowedUrls servers that a run may name by their URL, exactly so; no key is sent there
 */
@ConfigurationProperties("reagent.training.servers")
public record ServersProperties(
        @DefaultValue Map<String, NamedServer> policies,
        @DefaultValue Map<String, NamedServer> judges,
        @DefaultValue List<URI> allowedUrls) {

    /**
     * One of them.
     *
     * @param apiKey sent to it and to no other, or null
     */
    public record NamedServer(URI url, @Nullable String apiKey) {
        public NamedServer {
            if (url == null || url.getHost() == null) {
                throw new IllegalArgumentException("reagent.training.servers: a named server needs an http url");
            }
        }

        /** Without the key. */
        @Override
        public String toString() {
            return url.toString();
        }
    }

    KnownServers policies(URI standard) {
        return known(standard, policies);
    }

    KnownServers judges(URI standard) {
        return known(standard, judges);
    }

    private KnownServers known(URI standard, Map<String, NamedServer> more) {
        Map<String, URI> urls = new LinkedHashMap<>(Map.of(Server.DEFAULT, standard));
        more.forEach((name, server) -> {
            if (urls.put(name, server.url()) != null) {
                throw new IllegalArgumentException("reagent.training.servers: the name " + name
                        + " is taken by reagent.training.policy-url and judge-url");
            }
        });
        return new KnownServers(urls, allowedUrls);
    }

    /** Keys by the servers' names. */
    static Map<String, String> keys(@Nullable String standard, Map<String, NamedServer> more) {
        Map<String, String> keys = new LinkedHashMap<>();
        if (standard != null) {
            keys.put(Server.DEFAULT, standard);
        }
        more.forEach((name, server) -> {
            if (server.apiKey() != null) {
                keys.put(name, server.apiKey());
            }
        });
        return keys;
    }
}
