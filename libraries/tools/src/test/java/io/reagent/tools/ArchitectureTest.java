package io.reagent.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.reagent.tools", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_FRAMEWORK_NO_MODEL_AND_NO_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..", "ai.djl..", "io.reagent.lm..", "io.reagent.rrm..", "io.reagent.kit..");

    @ArchTest
    static final ArchRule ONLY_THE_MCP_CLIENT_IS_REACTIVE = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.tools.mcp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("reactor..", "org.reactivestreams..");

    @ArchTest
    static final ArchRule ONLY_FILES_PARSES_DOCUMENTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.reagent.tools.files..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.tika.parser..", "org.apache.poi..", "org.apache.pdfbox..");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.reagent.tools.(*)..").should().beFreeOfCycles();
}
