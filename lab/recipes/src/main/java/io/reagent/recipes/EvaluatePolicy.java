package io.reagent.recipes;

import io.reagent.core.agent.AgentPrompt;
import io.reagent.core.judgement.Judgement;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.text.ChatTemplate;
import io.reagent.world.Split;
import io.reagent.world.Task;
import io.reagent.world.TaskGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Measures a policy on tasks whose names and phrasings are held out of training: alone, after a judge's critique, and
 * after its own attempt without one.
 *
 * <pre>EvaluatePolicy CHECKPOINT JUDGE [tasks] [groups] [temperature] [report.json] [--json]</pre>
 */
public final class EvaluatePolicy {
    private static final long FIRST = 2_000_000_000L;
    private static final int GROUP = 8;
    /** The most tokens of an attempt in a second try's prompt. */
    private static final int ATTEMPT_TOKENS = 800;

    private final PolicyRuns policy;
    private final LanguageModel model;
    private final JudgeRun judge;
    private final SamplingParameters sampling;
    private final PrintStream out;
    private final Map<String, Object> report = new LinkedHashMap<>();

    private EvaluatePolicy(
            PolicyRuns policy, LanguageModel model, JudgeRun judge, SamplingParameters sampling, PrintStream out) {
        this.policy = policy;
        this.model = model;
        this.judge = judge;
        this.sampling = sampling;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        EvaluationArguments asked = EvaluationArguments.of(arguments);
        Path checkpoint = Path.of(asked.text(0, ""));
        int tasks = asked.count(2, 300);
        int groups = asked.count(3, 60);
        double temperature = asked.number(4, 1);
        int queue = Math.max(tasks, groups * GROUP);
        try (LanguageModel model = LanguageModel.load(checkpoint, queue);
                LanguageModel judge = LanguageModel.load(Path.of(asked.text(1, "")), queue)) {
            PolicyRuns runs = new PolicyRuns(model, ChatTemplate.load(checkpoint, model.tokenizer()));
            EvaluatePolicy evaluation = new EvaluatePolicy(
                    runs, model, new JudgeRun(judge), new SamplingParameters(temperature, 0, 1, 0), asked.told());
            evaluation.measure(tasks, groups);
            evaluation.report.put("temperature", temperature);
            asked.report(evaluation.report, 5);
        }
    }

    private void measure(int count, int groups) {
        List<Task> tasks = tasks(count);
        List<PolicyRuns.Asked> plain =
                tasks.stream().map(PolicyRuns.Asked::plain).toList();
        put("greedy", PolicyReport.figures(policy.run(plain, SamplingParameters.GREEDY, 0)));
        List<PolicyRuns.Made> first = policy.run(plain, sampling, FIRST);
        put("sampled", PolicyReport.figures(first));
        List<JudgeRun.Judged> judged = judge.judge(
                first.stream().map(made -> made.rollout().trajectory()).toList(), "evaluation");
        put("judge", PolicyReport.judged(first, judged));
        List<String> critiques = judged.stream().map(EvaluatePolicy::critique).toList();
        refine("refined_with_critique", first, critiques);
        refine("refined_without_critique", first, Collections.nCopies(count, ""));
        if (groups > 0) {
            List<PolicyRuns.Asked> grouped = plain.subList(0, groups).stream()
                    .flatMap(asked -> Collections.nCopies(GROUP, asked).stream())
                    .toList();
            put("groups", PolicyReport.groups(policy.run(grouped, sampling, 2 * FIRST), GROUP));
        }
    }

    private void refine(String name, List<PolicyRuns.Made> first, List<String> critiques) {
        List<PolicyRuns.Asked> again = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            AgentPrompt prompt = AgentPrompt.refined(
                    null,
                    first.get(i).rollout().trajectory(),
                    critiques.get(i),
                    ATTEMPT_TOKENS,
                    text -> model.tokenizer().encodeText(text).length);
            again.add(new PolicyRuns.Asked(first.get(i).task(), prompt));
        }
        List<PolicyRuns.Made> second = policy.run(again, sampling, 3 * FIRST);
        Map<String, Object> figures = PolicyReport.figures(second);
        figures.putAll(PolicyReport.changes(first, second));
        put(name, figures);
    }

    private void put(String name, Map<String, Object> figures) {
        report.put(name, figures);
        out.println(name + " " + figures);
    }

    private static String critique(JudgeRun.Judged judged) {
        return judged.judgement() instanceof Judgement.Scored scored ? scored.critique() : "";
    }

    private static List<Task> tasks(int count) {
        return LongStream.range(FIRST, FIRST + count)
                .mapToObj(seed -> TaskGenerator.generate(seed, Split.HELD_OUT))
                .toList();
    }
}
