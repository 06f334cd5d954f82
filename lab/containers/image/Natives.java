import ai.djl.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Has DJL unpack its native libraries into DJL_CACHE_DIR, and says what came of it. Run when an image is built. */
public final class Natives {
    public static void main(String[] arguments) throws Exception {
        System.out.println(Engine.getEngine("PyTorch").getVersion());
        Class.forName("ai.djl.huggingface.tokenizers.jni.LibUtils").getMethod("checkStatus").invoke(null);
        try (Stream<Path> files = Files.walk(Path.of(System.getenv("DJL_CACHE_DIR")))) {
            List<Path> libraries = files.filter(Files::isRegularFile).toList();
            libraries.forEach(System.out::println);
        }
    }
}
