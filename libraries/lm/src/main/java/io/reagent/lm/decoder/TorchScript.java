package io.reagent.lm.decoder;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript from source text: wraps a program in the archive libtorch reads and loads it.
 *
 * <p>The archive is a zip of stored entries: a version, an empty constants table, the pickled module (an instance of
 * {@code __torch__.M} with no state but {@code training}) and the source.
 */
final class TorchScript {
    static {
        // DJL reports its use to its maker when it finds itself on EC2; looking for that costs start-up time, too
        if (System.getProperty("OPT_OUT_TRACKING") == null) {
            System.setProperty("OPT_OUT_TRACKING", "true");
        }
    }

    private TorchScript() {}

    /**
     * Loads a program. The caller closes the model.
     *
     * @param resources beside this class: the first begins the program's class, the others go on with its methods
     */
    static Model load(Device device, String... resources) {
        try {
            Path directory = Files.createTempDirectory("reagent-torchscript");
            Path archive = directory.resolve("program.pt");
            try {
                try (OutputStream out = Files.newOutputStream(archive)) {
                    writeArchive(source(resources), out);
                }
                Model model = Model.newInstance("program", device, "PyTorch");
                model.load(directory, "program", Map.of("trainParam", "true"));
                return model;
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("TorchScript program " + resources[0] + " does not load", e);
        }
    }

    static PtSymbolBlock block(Model model) {
        return (PtSymbolBlock) model.getBlock();
    }

    private static byte[] source(String... resources) throws IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        for (String resource : resources) {
            try (InputStream in = TorchScript.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + resource);
                }
                in.transferTo(source);
            }
        }
        return source.toByteArray();
    }

    private static void writeArchive(byte[] source, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, "m/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            entry(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            entry(zip, "m/data.pkl", module());
            entry(zip, "m/code/__torch__.py", source);
        }
    }

    /** Pickle protocol 2: {@code __torch__.M.__new__()} with state {@code {"training": False}}. */
    private static byte[] module() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x89, 's', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
