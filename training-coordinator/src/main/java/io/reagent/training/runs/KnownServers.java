package io.reagent.training.runs;

import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.ProblemException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one kind that a request may choose from: a caller names no other, since runs would carry prompts, answers
 * and an operator's reach into the network there.
 *
 * @param named URLs by name; {@link Server#DEFAULT} is one of them
 * @param allowed URLs that may be sent as they are
 */
public record KnownServers(Map<String, URI> named, List<URI> allowed) {
    public KnownServers {
        if (!named.containsKey(Server.DEFAULT)) {
            throw new IllegalArgumentException("no server is the " + Server.DEFAULT + " one: " + named.keySet());
        }
        Map<String, URI> trimmed = new LinkedHashMap<>();
        named.forEach((name, url) -> trimmed.put(name, trimmed(url)));
        named = trimmed;
        allowed = allowed.stream().map(KnownServers::trimmed).toList();
    }

    /** The one that runs get which name none. */
    public Server standard() {
        return new Server(Server.DEFAULT, Objects.requireNonNull(named.get(Server.DEFAULT)));
    }

    /**
     * Reads {@code server} or {@code url}.
     *
     * @param sent the object that may have them, or null
     * @throws ProblemException 400 with the servers there are
     */
    Server choose(@Nullable FieldReader sent) {
        String name = sent == null ? null : sent.text("server");
        String url = sent == null ? null : sent.text("url");
        if (sent == null || name == null && url == null) {
            return standard();
        }
        if (name != null && url != null) {
            throw RunSpecReader.contradiction(sent.at("url"), "a server is chosen by its name or by its URL, not both");
        }
        return url == null ? byName(String.valueOf(name), sent.at("server")) : byUrl(url, sent.at("url"));
    }

    private Server byName(String name, String field) {
        URI url = named.get(name);
        if (url == null) {
            throw RunSpecReader.invalid(
                    field,
                    "There is no server '" + name + "'",
                    "Servers are " + String.join(", ", named.keySet()) + ".");
        }
        return new Server(name, url);
    }

    private Server byUrl(String text, String field) {
        URI url = parsed(text, field);
        for (Map.Entry<String, URI> known : named.entrySet()) {
            if (known.getValue().equals(url)) {
                return new Server(known.getKey(), url);
            }
        }
        if (!allowed.contains(url)) {
            throw RunSpecReader.invalid(
                    field,
                    field + " is none of the coordinator's servers",
                    "Send one by name in server instead (" + String.join(", ", named.keySet())
                            + "), or have the operator add the URL to reagent.training.servers.allowed-urls.");
        }
        return new Server(null, url);
    }

    private static URI parsed(String text, String field) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
                return trimmed(url);
            }
        } catch (IllegalArgumentException malformed) {
            // answered below, like other schemes
        }
        throw RunSpecReader.invalid(field, field + " is not an http URL", "Send one such as http://host:8082.");
    }

    private static URI trimmed(URI url) {
        return URI.create(url.toString().replaceAll("/+$", ""));
    }
}
