package io.reagent.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reagent.core.agent.SpeechFormat;

@AnalyzeClasses(packages = "io.reagent.training", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("io.reagent.training.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyReachesIntoAnotherService = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.reagent.rrm..", "io.reagent.policy..", "io.reagent.eval..", "io.reagent.standalone..");

    @ArchTest
    static final ArchRule onlyTextIsDoneHere = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.reagent.lm.decoder..", "io.reagent.lm.generate..", "io.reagent.lm.train..");

    @ArchTest
    static final ArchRule algorithmsArePure = classes()
            .that()
            .resideInAPackage("io.reagent.training.algorithms..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.reagent.training.algorithms..", "io.reagent.core..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule howCallsAreReadIsDecidedWhereItIsForAgentsAndChats =
            noClasses().should().dependOnClassesThat().implement(SpeechFormat.class);

    @ArchTest
    static final ArchRule onlyTheSchedulerWaits = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.training.scheduling..")
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "toFuture")
            .orShould()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast");
}
