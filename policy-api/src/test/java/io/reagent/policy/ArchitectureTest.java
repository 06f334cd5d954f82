package io.reagent.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.policy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresDoNotDependOnEachOtherInCircles =
            slices().matching("io.reagent.policy.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheWireKnowsTheProtocolsMessages = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.policy.tinker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.reagent.policy.tinker.proto..");

    @ArchTest
    static final ArchRule nobodyReachesIntoAnotherService = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.reagent.rrm..", "io.reagent.training..", "io.reagent.standalone..");

    @ArchTest
    static final ArchRule hostingKnowsNoProtocol = noClasses()
            .that()
            .resideInAPackage("io.reagent.policy.hosting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.reagent.policy.agents..",
                    "io.reagent.policy.checkpoints..",
                    "io.reagent.policy.sessions..",
                    "io.reagent.policy.training..",
                    "io.reagent.policy.tinker..",
                    "org.springframework.web..",
                    "org.springframework.r2dbc..");

    @ArchTest
    static final ArchRule onlyTheirHostKnowsAgents = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.policy.agents..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.reagent.agents..", "io.reagent.tools..", "io.reagent.world..");

    @ArchTest
    static final ArchRule nothingBlocksOutsideLifecycles = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.policy.lifecycle..")
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast");
}
