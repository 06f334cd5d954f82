package io.reagent.agents.tools;

import io.reagent.tools.search.HttpSearch;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code search} searches.
 *
 * @param provider who finds pages
 * @param documents the directory that the local provider searches, everything below it included
 * @param url of a SearXNG instance
 * @param apiKey of Serper or Brave
 */
public record SearchProperties(
        @DefaultValue("LOCAL") Provider provider,
        @DefaultValue("examples/documents") Path documents,
        @Nullable URI url,
        @Nullable String apiKey) {
    /** Who finds pages. */
    public enum Provider {
        LOCAL,
        SERPER,
        BRAVE,
        SEARXNG
    }

    public SearchProperties {
        if (provider == Provider.SEARXNG && url == null) {
            throw new IllegalArgumentException("reagent.agents.tools.search.url is missing: where SearXNG answers");
        }
        if ((provider == Provider.SERPER || provider == Provider.BRAVE) && (apiKey == null || apiKey.isBlank())) {
            throw new IllegalArgumentException("reagent.agents.tools.search.api-key is missing: the provider's key");
        }
    }

    /** A provider over HTTP. */
    HttpSearch web() {
        return switch (provider) {
            case LOCAL -> throw new IllegalStateException("the local provider searches documents");
            case SERPER -> HttpSearch.serper(Objects.requireNonNull(apiKey).strip());
            case BRAVE -> HttpSearch.brave(Objects.requireNonNull(apiKey).strip());
            case SEARXNG -> HttpSearch.searxng(Objects.requireNonNull(url));
        };
    }

    /** Without the key. */
    @Override
    public String toString() {
        return provider + " " + (provider == Provider.LOCAL ? documents : url);
    }
}
