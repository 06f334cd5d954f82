package io.reagent.world;

import java.util.List;

/**
 * What has to be found to answer a question.
 *
 * @param chains one chain, or the two whose values {@code combination} takes
 * @param combination what is done with the values found
 */
public record Plan(List<Chain> chains, Combination combination) {
    public Plan {
        chains = List.copyOf(chains);
    }

    /** Lookups one after another: {@code start}'s first attribute, that entry's second, and so on. */
    public record Chain(String start, List<Attribute> hops) {
        public Chain {
            hops = List.copyOf(hops);
        }

        /** As a question words it, last hop first: {@code age of home of Tolen}. */
        String nested(String article) {
            StringBuilder text = new StringBuilder();
            for (int i = hops.size() - 1; i >= 0; i--) {
                text.append(article).append(hops.get(i).word()).append(" of ");
            }
            return text.append(start).toString();
        }

        /** As it has to be walked, first hop first: {@code home of Tolen > age}. */
        String walked() {
            StringBuilder text = new StringBuilder(hops.getFirst().of(start));
            hops.stream().skip(1).forEach(hop -> text.append(" > ").append(hop.word()));
            return text.toString();
        }
    }

    /** What is done with the values found. */
    public enum Combination {
        /** The value of the only chain is the answer. */
        NONE,
        SUM,
        DIFFERENCE,
        /** The start of the chain with the larger value is the answer. */
        LARGER
    }

    /** How many lookups it takes. */
    public int lookups() {
        return chains.stream().mapToInt(chain -> chain.hops().size()).sum();
    }

    /** One line that states the need: the chains as walked, then what is done with their values. */
    public String walked() {
        String lookups = String.join(", ", chains.stream().map(Chain::walked).toList());
        return switch (combination) {
            case NONE -> lookups;
            case SUM -> lookups + ", sum";
            case DIFFERENCE -> lookups + ", difference";
            case LARGER -> lookups + ", larger";
        };
    }
}
