package io.reagent.agents;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.agents", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.reagent.agents.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsNoServiceAndNoModelThatRunsHere = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.reagent.policy..",
                    "io.reagent.rrm..",
                    "io.reagent.training..",
                    "io.reagent.standalone..",
                    "io.reagent.lm..",
                    "io.reagent.text..",
                    "io.reagent.dialogue..");

    @ArchTest
    static final ArchRule onlyTheShelfMakesTools = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.agents.tools..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.reagent.tools..");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast");
}
