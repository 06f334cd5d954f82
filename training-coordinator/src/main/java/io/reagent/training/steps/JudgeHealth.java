package io.reagent.training.steps;

import io.reagent.training.judging.Verdict;
import io.reagent.training.rollouts.RolloutRecord;
import io.reagent.training.runs.RunSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a step's judgements are worth learning from. */
final class JudgeHealth {
    private JudgeHealth() {}

    /** @throws StopRunException when too many failed; a run must not train on what is left by chance */
    static void check(List<RolloutRecord> rollouts, RunSpec spec) {
        List<Verdict> asked = rollouts.stream()
                .map(RolloutRecord::verdict)
                .flatMap(java.util.stream.Stream::ofNullable)
                .toList();
        Map<String, Long> failed = asked.stream()
                .filter(verdict -> verdict.score() == null)
                .collect(Collectors.groupingBy(
                        verdict -> verdict.outcome().name(), TreeMap::new, Collectors.counting()));
        long failures = failed.values().stream().mapToLong(Long::longValue).sum();
        if (failures > spec.guards().maxJudgeFailureShare() * asked.size()) {
            throw new StopRunException(
                    "the judge failed on " + failures + " of " + asked.size() + " rollouts of the step ("
                            + failed + said(asked) + "), more than max_judge_failure_share "
                            + spec.guards().maxJudgeFailureShare()
                            + " allows; see to the judge, then resume");
        }
    }

    /** What the judge's service said to the first it refused. */
    private static String said(List<Verdict> asked) {
        return asked.stream()
                .map(Verdict::reason)
                .flatMap(java.util.stream.Stream::ofNullable)
                .findFirst()
                .map(reason -> "; " + reason)
                .orElse("");
    }
}
