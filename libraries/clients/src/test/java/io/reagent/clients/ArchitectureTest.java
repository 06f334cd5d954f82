package io.reagent.clients;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.clients", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsNoServiceAndNothingThatServes = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.reagent.rrm..",
                    "io.reagent.policy..",
                    "io.reagent.training..",
                    "io.reagent.standalone..",
                    "io.reagent.kit..",
                    "io.reagent.lm..",
                    "org.springframework.boot..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.reagent.clients.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyOnePlaceMakesHttpClients = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.reagent.clients.Remote")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("reactor.netty.http.client.HttpClient");

    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .should()
            .callMethod(reactor.core.publisher.Mono.class, "block")
            .orShould()
            .callMethod(reactor.core.publisher.Flux.class, "blockLast");
}
