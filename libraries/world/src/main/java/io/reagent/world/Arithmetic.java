package io.reagent.world;

import io.reagent.world.Plan.Combination;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The last part of a plan with two chains: adds, subtracts or compares the values found, by python or in the head. */
final class Arithmetic {
    private final Plan plan;
    private final Agent agent;
    private final Trace trace;
    private final Mistakes mistakes;
    private final RandomGenerator random;

    Arithmetic(Plan plan, Agent agent, Trace trace, Mistakes mistakes, RandomGenerator random) {
        this.plan = plan;
        this.agent = agent;
        this.trace = trace;
        this.mistakes = mistakes;
        this.random = random;
    }

    /**
     * What it came to.
     *
     * @param value what the agent holds to be the result
     * @param trace how the judge's line on the answer begins
     * @param slip whether it was computed wrongly in the answer itself
     */
    record Result(String value, String trace, boolean slip) {
        Result(String value, String trace) {
            this(value, trace, false);
        }
    }

    String need() {
        return plan.combination() == Combination.SUM ? "sum" : "difference";
    }

    Result larger(List<String> values) {
        long one = Long.parseLong(values.get(0));
        long other = Long.parseLong(values.get(1));
        if (one == other) {
            throw new InfeasibleException("nothing is larger");
        }
        String larger = plan.chains().get(one > other ? 0 : 1).start();
        Attribute attribute = plan.chains().getFirst().hops().getFirst();
        agent.say(Phrase.LARGER, "", larger);
        return new Result(
                larger,
                "need larger of " + one + ", " + other + ": " + Math.max(one, other) + ", " + attribute.of(larger));
    }

    Result combine(List<String> values, @Nullable Injection injection) {
        long one = Long.parseLong(values.get(0));
        long other = Long.parseLong(values.get(1));
        boolean sum = plan.combination() == Combination.SUM;
        long a = sum ? one : Math.max(one, other);
        long b = sum ? other : Math.min(one, other);
        if (injection == null) {
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> inHead(a, b, result(a, b));
                case 3 -> verified(a, b, result(a, b), false);
                default -> python(a, b, Phrase.COMPUTE);
            };
        }
        return switch (injection.type()) {
            case ARITHMETIC_SLIP ->
                injection.mended() ? verified(a, b, slipped(a, b), true) : inHead(a, b, slipped(a, b));
            case WRONG_TOOL -> {
                String expression = expression(a, b, " ");
                agent.say(Phrase.COMPUTE_BY_SEARCH, "", "");
                agent.call("search", Agent.searchFor(expression));
                trace.step(agent.steps(), "search " + expression + "; need " + need() + ": No results");
                flaw(FlawType.WRONG_TOOL);
                yield random.nextBoolean() ? python(a, b, Phrase.COMPUTE) : inHead(a, b, result(a, b));
            }
            case MALFORMED_CALL -> {
                String expression = expression(a, b, "");
                agent.say(Phrase.COMPUTE, "", "");
                agent.call("python", mistakes.malformed(Agent.print(expression), "code", "print(" + expression + ")"));
                trace.step(agent.steps(), "python " + expression + "; need " + need() + ": malformed arguments");
                flaw(FlawType.MALFORMED_CALL);
                yield python(a, b, Phrase.COMPUTE);
            }
            case INVENTED_ARGUMENT -> invented(a, b);
            case MISREAD_RESULT -> misread(a, b);
            default -> throw new InfeasibleException("not a flaw of arithmetic");
        };
    }

    private String expression(long a, long b, String space) {
        return a + space + (plan.combination() == Combination.SUM ? "+" : "-") + space + b;
    }

    private long result(long a, long b) {
        return plan.combination() == Combination.SUM ? a + b : a - b;
    }

    private long slipped(long a, long b) {
        long right = result(a, b);
        long step = random.nextInt(3) == 0 ? 1 : 10;
        long wrong = random.nextBoolean() || right <= step ? right + step : right - step;
        return wrong;
    }

    /** The sum again digit by digit; a difference is checked by adding it to what was subtracted. */
    private String check(long a, long b, long claimed) {
        return plan.combination() == Combination.SUM
                ? "add " + Trace.addition(a, b) + "; says " + claimed + ", "
                        + Trace.compare(Long.toString(a + b), Long.toString(claimed))
                : "says " + a + "-" + b + "=" + claimed + "; add " + Trace.addition(b, claimed) + "; for " + a + ", "
                        + Trace.compare(Long.toString(b + claimed), Long.toString(a));
    }

    private void state(long a, long b, long claimed) {
        agent.compute(plan.combination() == Combination.SUM ? Phrase.SUM : Phrase.DIFFERENCE, a, b, claimed);
    }

    private Result inHead(long a, long b, long claimed) {
        state(a, b, claimed);
        return new Result(
                Long.toString(claimed), "need " + need() + "; " + check(a, b, claimed), claimed != result(a, b));
    }

    private Result verified(long a, long b, long claimed, boolean slip) {
        state(a, b, claimed);
        trace.before(check(a, b, claimed));
        int step = agent.steps() + 1;
        if (slip) {
            trace.before(FlawType.ARITHMETIC_SLIP.verdict());
            trace.flaw(FlawType.ARITHMETIC_SLIP, step, true);
        }
        long right = result(a, b);
        run(a, b, Phrase.VERIFY_BY_PYTHON);
        trace.then(took(Long.toString(right), Long.toString(right)));
        trace.then("ok");
        agent.say(slip ? Phrase.FIX_SLIP : Phrase.COMPUTED, "", Long.toString(right));
        if (slip) {
            trace.before("fixes " + step);
        }
        return new Result(Long.toString(right), "need done; found " + right);
    }

    private void run(long a, long b, Phrase phrase) {
        agent.say(phrase, "", "");
        String expression = expression(a, b, "");
        agent.call("python", Agent.print(expression));
        trace.step(
                agent.steps(),
                "python " + expression + "; need " + need() + " of " + operands(a, b, a, b) + ": " + result(a, b));
    }

    /** What is needed beside what was computed with. */
    private static String operands(long a, long b, long x, long y) {
        return a + ", " + b + ", " + Trace.compare(Long.toString(a), Long.toString(x)) + ", "
                + Trace.compare(Long.toString(b), Long.toString(y));
    }

    private static String took(String shown, String taken) {
        return "took " + taken + ", " + Trace.compare(shown, taken);
    }

    private Result python(long a, long b, Phrase phrase) {
        run(a, b, phrase);
        String value = Long.toString(result(a, b));
        agent.say(Phrase.COMPUTED, "", value);
        trace.then(took(value, value));
        trace.then("ok");
        return new Result(value, "need done; found " + value);
    }

    private Result misread(long a, long b) {
        run(a, b, Phrase.COMPUTE);
        String wrong = mistakes.number(Long.toString(result(a, b)));
        agent.say(Phrase.COMPUTED, "", wrong);
        trace.then(took(Long.toString(result(a, b)), wrong));
        flaw(FlawType.MISREAD_RESULT);
        return new Result(wrong, "need done; found " + wrong);
    }

    private Result invented(long a, long b) {
        boolean first = random.nextBoolean();
        long x = first ? Long.parseLong(mistakes.number(Long.toString(a))) : a;
        long y = first ? b : Long.parseLong(mistakes.number(Long.toString(b)));
        agent.say(Phrase.COMPUTE, "", "");
        String expression = expression(x, y, "");
        agent.call("python", Agent.print(expression));
        String value = Long.toString(result(x, y));
        trace.step(
                agent.steps(),
                "python " + expression + "; need " + need() + " of " + operands(a, b, x, y) + ": " + value);
        agent.say(Phrase.COMPUTED, "", value);
        trace.then(took(value, value));
        flaw(FlawType.INVENTED_ARGUMENT);
        return new Result(value, "need done; found " + value);
    }

    private void flaw(FlawType type) {
        trace.then(type.verdict());
        trace.flaw(type, agent.steps(), false);
    }
}
