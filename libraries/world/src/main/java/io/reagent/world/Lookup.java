package io.reagent.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Finds one needed value: searches, opens the page where the snippet does not do, and errs where told to. */
final class Lookup {
    private static final int RECHECK_ONE_IN = 14;

    private final Task task;
    private final Encyclopaedia encyclopaedia;
    private final Agent agent;
    private final Trace trace;
    private final Mistakes mistakes;
    private final RandomGenerator random;
    /** What was searched for, with the step in which it was first. */
    private final Map<String, Integer> searched = new LinkedHashMap<>();

    private String lastEntry;

    Lookup(Task task, Agent agent, Trace trace, Mistakes mistakes, RandomGenerator random) {
        this.task = task;
        this.encyclopaedia = task.encyclopaedia();
        this.agent = agent;
        this.trace = trace;
        this.mistakes = mistakes;
        this.random = random;
        this.lastEntry = task.plan().chains().getFirst().start();
    }

    /**
     * Finds the first of {@code hops} of {@code entry}.
     *
     * @param hops what is left of the chain
     * @param last whether the value is the answer itself
     * @return the value the agent goes on with, right or wrong
     */
    String find(String entry, List<Attribute> hops, boolean last, @Nullable Injection injection) {
        Attribute attribute = hops.getFirst();
        Attribute next = second(hops);
        Fact fact = encyclopaedia.require(entry).fact(attribute);
        if (fact == null) {
            throw new InfeasibleException("a flaw has led to an entry that the plan cannot go on from");
        }
        lastEntry = entry;
        if (injection == null) {
            return take(fact, entry, search(opening(), entry, fact, next), last);
        }
        boolean mended = injection.mended();
        if (mended && next == null) {
            throw new InfeasibleException("nothing follows in which to notice");
        }
        return switch (injection.type()) {
            case NEEDLESS_CALL, REPEATED_CALL -> {
                extra(injection.type(), need(attribute.of(entry), next));
                yield take(fact, entry, search(opening(), entry, fact, next), last);
            }
            case MALFORMED_CALL, WRONG_TOOL, INVENTED_ARGUMENT -> {
                fail(injection.type(), attribute.of(entry), next);
                yield take(fact, entry, search(Phrase.AFTER_ERROR, entry, fact, next), last);
            }
            case MISREAD_RESULT -> misread(fact, entry, hops, mended);
            case BLIND_TRUST -> trust(fact, entry, hops, mended);
            case UNVERIFIED_GUESS -> guess(fact, entry, hops, last, mended);
            case MISSING_CALL -> skipAndReturn(fact, entry, next, last);
            default -> throw new InfeasibleException("not a flaw of a lookup");
        };
    }

    private static @Nullable Attribute second(List<Attribute> hops) {
        return hops.size() > 1 ? hops.get(1) : null;
    }

    private static @Nullable Attribute third(List<Attribute> hops) {
        return hops.size() > 2 ? hops.get(2) : null;
    }

    private Phrase opening() {
        return agent.steps() == 0 ? Phrase.FIRST : Phrase.NEXT;
    }

    /** A search that may not settle it; returns whether its snippet can be taken. */
    private boolean search(Phrase phrase, String entry, Fact fact, @Nullable Attribute next) {
        String key = fact.attribute().of(entry);
        if (searched.containsKey(key)) {
            throw new InfeasibleException("already searched for");
        }
        ask(phrase, key);
        trace.then("need " + need(key, next) + ": " + shown(fact));
        return fact.shown() == Fact.Shown.SNIPPET;
    }

    /** Searches; the line says whether that is new or since which step it is known. */
    private void ask(Phrase phrase, String key) {
        agent.say(phrase, key, "");
        agent.call("search", Agent.searchFor(key));
        Integer earlier = searched.putIfAbsent(key, agent.steps());
        trace.step(agent.steps(), "search " + key + ", " + (earlier == null ? "new" : "as " + earlier));
    }

    /** What is needed and what it is needed for, so that a call for the latter is seen to skip the former. */
    private static String need(String key, @Nullable Attribute next) {
        return next == null ? key : key + " > " + next.word();
    }

    private static String shown(Fact fact) {
        return switch (fact.shown()) {
            case SNIPPET -> fact.value();
            case PAGE_ONLY -> "not shown";
            case HEARSAY -> fact.hearsay() + " (" + fact.caveat() + ")";
        };
    }

    private void browse(Phrase phrase, String entry, Fact fact) {
        String key = fact.attribute().of(entry);
        String url = encyclopaedia.require(entry).url();
        agent.say(phrase, key, "");
        agent.call("browse", Agent.open(url, key));
        trace.step(agent.steps(), "browse " + url + " ( " + entry + " ); need " + key + ": " + fact.value());
    }

    /** Takes the value as it is, from the snippet or from the page. */
    private String take(Fact fact, String entry, boolean settled, boolean last) {
        String key = fact.attribute().of(entry);
        settle(fact, entry, settled);
        read(key, fact.value());
        trace.then(took(fact.value(), fact.value()));
        trace.then("ok");
        if (settled && !last && random.nextInt(RECHECK_ONE_IN) == 0) {
            recheck(fact, entry);
        }
        return fact.value();
    }

    private void settle(Fact fact, String entry, boolean settled) {
        if (fact.shown() == Fact.Shown.PAGE_ONLY && !settled) {
            trace.then("ok");
            browse(Phrase.OPEN_PAGE, entry, fact);
        } else if (fact.shown() == Fact.Shown.HEARSAY && !settled) {
            trace.then("left");
            trace.then("ok");
            browse(Phrase.VERIFY_CAVEAT, entry, fact);
        }
    }

    private void recheck(Fact fact, String entry) {
        String key = fact.attribute().of(entry);
        String url = encyclopaedia.require(entry).url();
        agent.say(Phrase.RECHECK, key, "");
        agent.call("browse", Agent.open(url, key));
        trace.step(agent.steps(), "browse " + url + " ( " + entry + " ); check " + key + ": " + fact.value());
        trace.then("ok");
    }

    private static String took(String shown, String taken) {
        return "took " + taken + ", " + Trace.compare(shown, taken);
    }

    private void read(String key, String value) {
        agent.say(Phrase.READ, key, value);
    }

    private String misread(Fact fact, String entry, List<Attribute> hops, boolean mended) {
        Attribute next = second(hops);
        String key = fact.attribute().of(entry);
        settle(fact, entry, search(opening(), entry, fact, next));
        int step = agent.steps();
        String wrong = mistakes.insteadOf(fact.value(), List.of(entry));
        read(key, wrong);
        trace.then(took(fact.value(), wrong));
        flaw(FlawType.MISREAD_RESULT, step, mended);
        if (next == null || !mended) {
            return wrong;
        }
        stray(wrong, next, third(hops));
        agent.say(Phrase.FIX_MISREAD, key, fact.value());
        trace.before("fixes " + step + ", " + key + ": " + fact.value());
        return fact.value();
    }

    private String trust(Fact fact, String entry, List<Attribute> hops, boolean mended) {
        Attribute next = second(hops);
        String hearsay = fact.hearsay();
        if (hearsay == null) {
            throw new InfeasibleException("the source is reliable");
        }
        String key = fact.attribute().of(entry);
        search(opening(), entry, fact, next);
        int step = agent.steps();
        read(key, hearsay);
        trace.then(took(hearsay, hearsay));
        flaw(FlawType.BLIND_TRUST, step, mended);
        if (next == null || !mended) {
            return hearsay;
        }
        stray(hearsay, next, third(hops));
        trace.before("fixes " + step);
        browse(Phrase.FIX_LOOKUP, entry, fact);
        read(key, fact.value());
        trace.then(took(fact.value(), fact.value()));
        trace.then("ok");
        return fact.value();
    }

    private String guess(Fact fact, String entry, List<Attribute> hops, boolean last, boolean mended) {
        Attribute next = second(hops);
        if (last) {
            throw new InfeasibleException("a guessed answer is a premature one");
        }
        String key = fact.attribute().of(entry);
        String guess = mistakes.insteadOf(fact.value(), List.of(entry));
        agent.say(Phrase.GUESS, key, guess);
        int step = agent.steps() + 1;
        trace.before("guess " + key + ": " + guess);
        trace.before(FlawType.UNVERIFIED_GUESS.verdict());
        trace.flaw(FlawType.UNVERIFIED_GUESS, step, mended);
        if (next == null || !mended) {
            return guess;
        }
        stray(guess, next, third(hops));
        trace.before("fixes " + step);
        return take(fact, entry, search(Phrase.FIX_LOOKUP, entry, fact, next), false);
    }

    /** Asks for {@code next} of {@code entry} itself instead of first finding the entry between; goes on with that. */
    String skip(String entry, Attribute attribute, @Nullable Attribute next) {
        Fact fact = pass(entry, next);
        String key = fact.attribute().of(entry);
        trace.then("need " + need(attribute.of(entry), next) + ": none");
        trace.then("took " + fact.value());
        flaw(FlawType.MISSING_CALL, agent.steps(), false);
        read(key, fact.value());
        return fact.value();
    }

    private String skipAndReturn(Fact fact, String entry, @Nullable Attribute next, boolean last) {
        String key = fact.attribute().of(entry);
        Fact passed = pass(entry, next);
        int step = agent.steps();
        trace.then("need " + need(key, passed.attribute()) + ": none");
        flaw(FlawType.MISSING_CALL, step, true);
        trace.before("fixes " + step);
        return take(fact, entry, search(Phrase.FIX_LOOKUP, entry, fact, next), last);
    }

    private Fact pass(String entry, @Nullable Attribute next) {
        Fact fact = next == null ? null : encyclopaedia.require(entry).fact(next);
        if (fact == null
                || fact.shown() != Fact.Shown.SNIPPET
                || searched.containsKey(fact.attribute().of(entry))) {
            throw new InfeasibleException("the later attribute cannot be asked for here");
        }
        lastEntry = entry;
        ask(opening(), fact.attribute().of(entry));
        return fact;
    }

    /** A search that follows from a wrong value and comes to nothing, as the agent notices after it. */
    private void stray(String entry, Attribute attribute, @Nullable Attribute next) {
        Fact fact = encyclopaedia.require(entry).fact(attribute);
        if (fact == null) {
            throw new InfeasibleException("the wrong entry has no such attribute");
        }
        search(Phrase.NEXT, entry, fact, next);
        if (fact.shown() != Fact.Shown.PAGE_ONLY) {
            trace.then("left");
        }
        trace.then("ok");
    }

    /** A call nothing needs: new, or one made before. */
    void extra(FlawType type, String need) {
        String key;
        if (type == FlawType.REPEATED_CALL) {
            if (searched.isEmpty()) {
                throw new InfeasibleException("nothing to repeat");
            }
            key = List.copyOf(searched.keySet()).get(random.nextInt(searched.size()));
        } else if (type == FlawType.NEEDLESS_CALL) {
            key = needless();
        } else {
            throw new InfeasibleException("not a flaw of an extra call");
        }
        // both flaws in the same words: only what was asked before tells them apart
        ask(random.nextInt(3) > 0 ? Phrase.NEEDLESS : Phrase.NEXT, key);
        trace.then("need " + need + (need.contains(" of ") ? ": none" : ""));
        flaw(type, agent.steps(), false);
    }

    private String needless() {
        List<Attribute> needed = task.plan().chains().stream()
                .flatMap(chain -> chain.hops().stream())
                .toList();
        List<Attribute> others = Attribute.of(encyclopaedia.require(lastEntry).kind()).stream()
                .filter(attribute -> !needed.contains(attribute))
                .toList();
        if (others.isEmpty()) {
            throw new InfeasibleException("every attribute is needed");
        }
        String key = others.get(random.nextInt(others.size())).of(lastEntry);
        if (searched.containsKey(key)) {
            throw new InfeasibleException("already searched for");
        }
        return key;
    }

    /** A call that fails for its own fault. */
    private void fail(FlawType type, String key, @Nullable Attribute next) {
        String need = "; need " + need(key, next) + ": ";
        switch (type) {
            case MALFORMED_CALL -> {
                agent.say(opening(), key, "");
                agent.call("search", mistakes.malformed(Agent.searchFor(key), "queries", key));
                trace.step(agent.steps(), "search " + key + need + "malformed arguments");
            }
            case WRONG_TOOL -> {
                agent.say(Phrase.BY_PYTHON, key, "");
                agent.call("python", Agent.print(key));
                trace.step(agent.steps(), "python " + key + need + "SyntaxError");
            }
            default -> {
                String page = mistakes.page();
                agent.say(Phrase.BY_PAGE, key, "");
                agent.call("browse", Agent.open(page, key));
                trace.step(agent.steps(), "browse " + page + " unlisted" + need + "no such page");
            }
        }
        flaw(type, agent.steps(), false);
    }

    private void flaw(FlawType type, int step, boolean mended) {
        trace.then(type.verdict());
        trace.flaw(type, step, mended);
    }
}
