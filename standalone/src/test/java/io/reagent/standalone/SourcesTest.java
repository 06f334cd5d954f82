package io.reagent.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main sources of all modules together: a class's name means one thing, and a record has few parts. */
class SourcesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)<");
    /** What more of them say together has a name, and is a record in the record. */
    private static final int MOST_COMPONENTS = 12;

    private static final List<CompilationUnitTree> UNITS = new ArrayList<>();

    @BeforeAll
    static void parse() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList()) {
            Path main = ROOT.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(main)) {
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            task.parse().forEach(UNITS::add);
        }
    }

    @Test
    void aClassNameIsSpentOnce() {
        Map<String, List<String>> places = new TreeMap<>();
        for (CompilationUnitTree unit : UNITS) {
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree named) {
                    places.computeIfAbsent(named.getSimpleName().toString(), name -> new ArrayList<>())
                            .add(file(unit));
                }
            }
        }

        assertThat(places).hasSizeGreaterThan(500);
        places.values().removeIf(files -> files.size() == 1);
        assertThat(places).as("give one of them a more exact name").isEmpty();
    }

    @Test
    void noRecordHasManyComponents() {
        List<String> wide = new ArrayList<>();
        for (CompilationUnitTree unit : UNITS) {
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree type, Void none) {
                    if (type.getKind() == Tree.Kind.RECORD && components(type) > MOST_COMPONENTS) {
                        wide.add(type.getSimpleName() + " in " + file(unit));
                    }
                    return super.visitClass(type, none);
                }
            }.scan(unit, null);
        }

        assertThat(wide).as("name what belongs together").isEmpty();
    }

    /** A record's fields are its components, but for static ones. */
    private static long components(ClassTree type) {
        return type.getMembers().stream()
                .filter(member -> member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
    }

    private static String file(CompilationUnitTree unit) {
        return Path.of(unit.getSourceFile().toUri()).getFileName() + " of " + unit.getPackageName();
    }
}
