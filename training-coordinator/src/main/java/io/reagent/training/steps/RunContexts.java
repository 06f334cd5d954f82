package io.reagent.training.steps;

import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.datasets.Dataset;
import io.reagent.training.datasets.DatasetException;
import io.reagent.training.datasets.Datasets;
import io.reagent.training.policy.PolicyTexts;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.runs.Target;
import io.reagent.training.store.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what a run needs. Blocking: files are read. */
public final class RunContexts {
    private final RunSpecReader specs;
    private final Datasets datasets;
    private final PolicyTexts texts;
    private final Servers servers;

    public RunContexts(RunSpecReader specs, Datasets datasets, PolicyTexts texts, Servers servers) {
        this.specs = specs;
        this.datasets = datasets;
        this.texts = texts;
        this.servers = servers;
    }

    /**
     * Reads what a run would need.
     *
     * @throws DatasetException when its dataset cannot be read
     * @throws IllegalArgumentException when its tokenizer cannot
     */
    public void check(RunSpec spec) {
        dataset(spec);
        texts.open(spec.policy().directory(), spec.target() == Target.RRM);
    }

    private Dataset dataset(RunSpec spec) {
        int heldOut = spec.evaluating().heldOut();
        return spec.target() == Target.RRM
                ? datasets.openForJudge(
                        spec.dataset(), heldOut, template(spec.policy().directory()))
                : datasets.open(spec.dataset(), heldOut);
    }

    /** The judge's own prompt, where one lies beside its tokenizer. */
    private static JudgePromptTemplate template(Path directory) {
        Path own = directory.resolve("judge.txt");
        if (Files.notExists(own)) {
            return JudgePromptTemplate.standard();
        }
        try {
            return JudgePromptTemplate.parse(own.toString(), Files.readString(own));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(own + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** @throws StopRunException when a file it needs is gone or broken */
    public RunContext open(RunRecord run) {
        try {
            RunSpec spec = specs.read(new FieldReader(run.spec(), ""));
            return new RunContext(
                    run,
                    spec,
                    dataset(spec),
                    texts.open(spec.policy().directory(), spec.target() == Target.RRM),
                    servers.policy(spec.policy().url()),
                    spec.judged() ? servers.judge(spec.judge().url()) : null);
        } catch (DatasetException | IllegalArgumentException | ProblemException broken) {
            throw new StopRunException(String.valueOf(broken.getMessage()), broken);
        }
    }
}
