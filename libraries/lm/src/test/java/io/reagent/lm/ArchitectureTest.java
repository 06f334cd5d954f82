package io.reagent.lm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.lm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.reagent.lm.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsNoFrameworkAndNoService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "reactor..",
                    "io.reagent.kit..",
                    "io.reagent.rrm..",
                    "io.reagent.policy..",
                    "io.reagent.training..");

    @ArchTest
    static final ArchRule whatIsLearnedAndWhatIsSampledDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("io.reagent.lm.train..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.reagent.lm.generate..");

    @ArchTest
    static final ArchRule checkpointsAndConstraintsNeedNoTensors = noClasses()
            .that()
            .resideInAnyPackage("io.reagent.lm.constrain..", "io.reagent.lm.checkpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.reagent.lm.decoder..", "io.reagent.lm.generate..", "ai.djl..");
}
