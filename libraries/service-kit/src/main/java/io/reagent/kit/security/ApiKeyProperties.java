package io.reagent.kit.security;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param apiKeys any of these lets a request in; none (the default) lets every request in, and the service listens on this
 *     machine alone unless {@code server.address} says otherwise
 * @param hosts names by which a service without keys is called, beside localhost and IP addresses; {@code *} for any
 * @param origins of web pages that may send requests to a service without keys, such as {@code https://lab.example}, beside
 *     the service's own
 */
@ConfigurationProperties("reagent.security")
public record ApiKeyProperties(
        @DefaultValue List<String> apiKeys,
        @DefaultValue List<String> hosts,
        @DefaultValue List<String> origins) {
    public ApiKeyProperties {
        apiKeys = stripped(apiKeys);
        hosts = stripped(hosts).stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
        origins =
                stripped(origins).stream().map(o -> o.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> stripped(List<String> values) {
        return values.stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return apiKeys.size() + " keys, hosts " + hosts + ", origins " + origins;
    }
}
