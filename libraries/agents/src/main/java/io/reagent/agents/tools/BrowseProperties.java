package io.reagent.agents.tools;

import io.reagent.tools.browse.AddressGuard;
import io.reagent.tools.browse.WebFetcher;
import io.reagent.tools.browse.WebLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code browse} opens. Pages of the local search it opens in any case.
 *
 * @param web whether public pages
 * @param allow internal addresses that are trusted all the same, such as a wiki's
 * @param maxSize the most that is read of a page
 * @param silence the longest wait for the next bytes
 * @param redirects the most that are followed
 */
public record BrowseProperties(
        @DefaultValue("true") boolean web,
        @DefaultValue Set<InetAddress> allow,
        @DefaultValue("10MB") DataSize maxSize,
        @DefaultValue("15s") Duration silence,
        @DefaultValue("5") int redirects) {
    WebFetcher fetcher() {
        return new WebFetcher(
                AddressGuard.allowing(allow), new WebLimits(Math.toIntExact(maxSize.toBytes()), silence, redirects));
    }
}
