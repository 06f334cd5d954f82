package io.reagent.dialogue;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.dialogue", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule WHO_SAMPLES_AND_WHO_ASKS_IS_NOT_KNOWN_HERE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "reactor..",
                    "org.reactivestreams..",
                    "ai.djl..",
                    "io.reagent.lm..",
                    "io.reagent.kit..",
                    "io.reagent.tools..",
                    "io.reagent.world..",
                    "io.reagent.rrm..",
                    "io.reagent.policy..",
                    "io.reagent.training..");
}
