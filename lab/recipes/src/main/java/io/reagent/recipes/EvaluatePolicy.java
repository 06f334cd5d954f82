package io.reagent.recipes;

import io.reagent.core.agent.AgentPrompt;
import io.reagent.core.judgement.Judgement;
import io.reagent.lm.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import io.reagent.text.ChatTemplate;
import io.reagent.world.Split;
import io.reagent.world.Task;
import io.reagent.world.TaskGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures a policy on tasks whose names and phrasings are held out of training: alone, after a judge's critique, and
 * after its own attempt without one.
 *
 * <pre>EvaluatePolicy CHECKPOINT JUDGE [tasks] [groups] [temperature] [report.json]</pre>
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
    private final Map<String, Object> report = new LinkedHashMap<>();

    private EvaluatePolicy(PolicyRuns policy, LanguageModel model, JudgeRun judge, SamplingParameters sampling) {
        this.policy = policy;
        this.model = model;
        this.judge = judge;
        this.sampling = sampling;
    }

    public static void main(String[] arguments) throws IOException {
        Path checkpoint = Path.of(arguments[0]);
        int tasks = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 300;
        int groups = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 60;
        double temperature = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 1;
        int queue = Math.max(tasks, groups * GROUP);
        try (LanguageModel model = LanguageModel.load(checkpoint, queue);
                LanguageModel judge = LanguageModel.load(Path.of(arguments[1]), queue)) {
            PolicyRuns runs = new PolicyRuns(model, ChatTemplate.load(checkpoint, model.tokenizer()));
            EvaluatePolicy evaluation =
                    new EvaluatePolicy(runs, model, new JudgeRun(judge), new SamplingParameters(temperature, 0, 1, 0));
            evaluation.measure(tasks, groups);
            evaluation.report.put("temperature", temperature);
            if (arguments.length > 5) {
                Files.write(
                        Path.of(arguments[5]),
                        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(evaluation.report));
            }
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
        System.out.println(name + " " + figures);
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
