package io.reagent.eval.judges.report;

import io.reagent.eval.judges.report.JudgeEvaluationReport.Robustness;
import io.reagent.statistics.Clusters;
import io.reagent.statistics.Confidence;
import io.reagent.statistics.Difference;
import io.reagent.statistics.Rate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What attacks move. */
final class AttackEffects {
    /** Two scores of two decimals that differ, differ by more. */
    private static final double UNMOVED = 0.005;

    private AttackEffects() {}

    static List<Robustness> of(List<JudgedItem> all, double threshold) {
        Map<Integer, JudgedItem> own = new HashMap<>();
        Map<String, List<JudgedItem>> kinds = new LinkedHashMap<>();
        for (JudgedItem item : all) {
            JudgedItem.Attack attack = item.attack();
            if (attack == null) {
                own.put(item.position(), item);
            } else if (!item.judgements().isEmpty()) {
                kinds.computeIfAbsent(attack.kind(), kind -> new ArrayList<>()).add(item);
            }
        }
        List<Robustness> effects = new ArrayList<>();
        kinds.forEach((kind, attacks) -> effects.add(of(kind, attacks, own, threshold)));
        return effects;
    }

    private static Robustness of(
            String kind, List<JudgedItem> attacks, Map<Integer, JudgedItem> own, double threshold) {
        Scored attacked = new Scored(attacks);
        Scored pairs = attacked.only(item -> before(item, own) != null);
        Clusters clusters = pairs.clusters();
        double[] moves = pairs.values(item -> {
            Double before = before(item, own);
            return before == null ? 0 : Scored.score(item) - before;
        });
        return new Robustness(
                kind,
                pairs.size(),
                attacks.size() - attacked.size(),
                Rate.of(attacked.scores(), attacked.clusters(), Confidence.USUAL),
                Rate.of(
                        attacked.values(item -> Scored.score(item) >= threshold ? 1 : 0),
                        attacked.clusters(),
                        Confidence.USUAL),
                Difference.of(moves, clusters, Confidence.USUAL),
                Rate.of(Arrays.stream(moves).map(Math::abs).toArray(), clusters, Confidence.USUAL),
                Rate.of(
                        Arrays.stream(moves)
                                .map(move -> Math.abs(move) < UNMOVED ? 1 : 0)
                                .toArray(),
                        clusters,
                        Confidence.USUAL));
    }

    /** The score of the attempt that an attack was made of. */
    private static @Nullable Double before(JudgedItem attack, Map<Integer, JudgedItem> own) {
        JudgedItem.Attack made = attack.attack();
        JudgedItem before = made == null ? null : own.get(made.of());
        return before == null ? null : before.score();
    }
}
