package io.reagent.kit.startup;

import java.util.List;

/**
 * What a service was configured to do and cannot, since its start and until the next one: a bean, for whoever starts
 * several services together and has to tell.
 *
 * @param all a sentence each, with the name, the place and the reason
 * @param forbidding whether they keep the service from ever being ready, so that waiting for it is in vain
 */
public record Shortcomings(List<String> all, boolean forbidding) {
    public Shortcomings {
        all = List.copyOf(all);
    }
}
