package io.reagent.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.core", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_FRAMEWORK_AND_NO_MODEL = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "reactor..",
                    "org.reactivestreams..",
                    "ai.djl..",
                    "io.reagent.lm..",
                    "io.reagent.tools..",
                    "io.reagent.rrm..",
                    "io.reagent.kit..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.reagent.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule A_TRAJECTORY_KNOWS_NOTHING_OF_ITS_JUDGE = noClasses()
            .that()
            .resideInAPackage("io.reagent.core.trajectory..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.reagent.core.judgement..");
}
