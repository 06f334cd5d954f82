package io.reagent.world;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.world.Plan.Chain;
import io.reagent.world.Plan.Combination;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One run through a plan, with the flaws it was told to have; whatever a flaw leads to, happens. */
final class Walk {
    private final Task task;
    private final Plan plan;
    private final List<Injection> injections;
    private final RandomGenerator random;
    private final Agent agent;
    private final Trace trace;
    private final Lookup lookup;
    private final Arithmetic arithmetic;
    private int item;

    Walk(Task task, List<Injection> injections, RandomGenerator random) {
        this.task = task;
        this.plan = task.plan();
        this.injections = injections;
        this.random = random;
        this.agent = new Agent(task, random);
        this.trace = new Trace(plan.walked());
        Mistakes mistakes = new Mistakes(task.encyclopaedia(), random);
        this.lookup = new Lookup(task, agent, trace, mistakes, random);
        this.arithmetic = new Arithmetic(plan, agent, trace, mistakes, random);
    }

    /** @throws InfeasibleException when a flaw finds no occasion here */
    LabelledTrajectory run() {
        List<String> values = new ArrayList<>();
        for (Chain chain : plan.chains()) {
            String value = chain.start();
            for (int hop = 0; hop < chain.hops().size(); hop++, item++) {
                Attribute attribute = chain.hops().get(hop);
                Attribute next = hop + 1 < chain.hops().size() ? chain.hops().get(hop + 1) : null;
                Injection injection = at(item);
                if (injection != null && injection.type() == FlawType.PREMATURE_ANSWER) {
                    return premature(value, attribute);
                }
                if (injection != null && injection.type() == FlawType.MISSING_CALL && !injection.mended()) {
                    value = lookup.skip(value, attribute, next);
                    hop++;
                    item++;
                } else {
                    boolean last = item == plan.lookups() - 1;
                    value = lookup.find(
                            value,
                            chain.hops().subList(hop, chain.hops().size()),
                            last && plan.combination() == Combination.NONE,
                            injection);
                }
            }
            values.add(value);
        }
        return finish(values);
    }

    private @org.jspecify.annotations.Nullable Injection at(int place) {
        return injections.stream().filter(i -> i.at() == place).findFirst().orElse(null);
    }

    private LabelledTrajectory premature(String reached, Attribute open) {
        if (agent.steps() == 0) {
            throw new InfeasibleException("nothing was done yet");
        }
        boolean named = task.encyclopaedia().named(task.answer()) != null;
        String answer = named ? reached : TaskGenerator.number(random);
        if (answer.equals(task.answer())) {
            throw new InfeasibleException("the early answer happens to be right");
        }
        Trajectory trajectory = agent.answer(answer);
        trace.answer("need " + open.of(reached) + "; answers " + answer);
        trace.then(FlawType.PREMATURE_ANSWER.verdict());
        trace.flaw(FlawType.PREMATURE_ANSWER, agent.steps() + 1, false);
        return labelled(trajectory, answer);
    }

    private LabelledTrajectory finish(List<String> values) {
        Injection before = at(plan.lookups());
        if (plan.combination() == Combination.LARGER || plan.combination() == Combination.NONE) {
            if (before != null) {
                lookup.extra(before.type(), plan.combination() == Combination.NONE ? "done" : "larger");
            }
        }
        Arithmetic.Result result =
                switch (plan.combination()) {
                    case NONE -> new Arithmetic.Result(values.getFirst(), "need done; found " + values.getFirst());
                    case LARGER -> arithmetic.larger(values);
                    case SUM, DIFFERENCE -> {
                        if (before != null
                                && (before.type() == FlawType.NEEDLESS_CALL
                                        || before.type() == FlawType.REPEATED_CALL)) {
                            lookup.extra(before.type(), arithmetic.need());
                            before = null;
                        }
                        yield arithmetic.combine(values, before);
                    }
                };
        return conclude(result);
    }

    private LabelledTrajectory conclude(Arithmetic.Result result) {
        boolean contradicts = at(plan.lookups() + 1) != null;
        String answer = contradicts ? otherThan(result.value()) : result.value();
        if (contradicts && answer.equals(task.answer())) {
            throw new InfeasibleException("the contradicting answer happens to be right");
        }
        Trajectory trajectory = agent.answer(answer);
        trace.answer(result.trace() + "; answers " + answer + ", " + Trace.compare(result.value(), answer));
        if (result.slip()) {
            trace.then(FlawType.ARITHMETIC_SLIP.verdict());
            trace.flaw(FlawType.ARITHMETIC_SLIP, agent.steps() + 1, false);
        }
        if (contradicts) {
            trace.then(FlawType.CONTRADICTION.verdict());
            trace.flaw(FlawType.CONTRADICTION, agent.steps() + 1, false);
        }
        if (!contradicts && !result.slip()) {
            trace.then("ok");
        }
        return labelled(trajectory, answer);
    }

    private String otherThan(String found) {
        if (plan.combination() == Combination.LARGER) {
            String one = plan.chains().getFirst().start();
            return found.equals(one) ? plan.chains().get(1).start() : one;
        }
        Mistakes mistakes = new Mistakes(task.encyclopaedia(), random);
        return mistakes.insteadOf(found, List.of());
    }

    private LabelledTrajectory labelled(Trajectory trajectory, String answer) {
        String critique = Critique.of(trace.flaws(), agent.steps(), plan.combination() != Combination.NONE);
        return new LabelledTrajectory(
                task,
                trajectory,
                trace.flaws(),
                trace.close(agent.steps()),
                critique,
                trace.score(),
                answer.equals(task.answer()));
    }
}
