package io.reagent.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.tools.ToolResult;
import io.reagent.tools.Calls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileReaderTest {
    private static final int MOST_BYTES = 4 << 20;

    @TempDir
    Path directory;

    private Path root;
    private FileReaderTool tool;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectories(directory.resolve("files"));
        tool = new FileReaderTool(new ConfinedFiles(root, MOST_BYTES));
    }

    @Test
    void officeDocumentsAndPdfBecomeText() throws IOException {
        try (XWPFDocument word = new XWPFDocument();
                OutputStream out = create("a.docx")) {
            word.createParagraph().createRun().setText("Written in Word");
            word.write(out);
        }
        try (XMLSlideShow slides = new XMLSlideShow();
                OutputStream out = create("a.pptx")) {
            slides.createSlide().createTextBox().setText("Shown on a slide");
            slides.write(out);
        }
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = create("a.xlsx")) {
            var row = book.createSheet("Prices").createRow(0);
            row.createCell(0).setCellValue("tea");
            row.createCell(1).setCellValue(2.5);
            book.write(out);
        }
        writePdf("a.pdf", null);
        assertThat(read("a.docx")).isEqualTo("Written in Word");
        assertThat(read("a.pptx")).contains("Shown on a slide");
        assertThat(read("a.xlsx")).contains("Prices").containsPattern("tea\\s+2.5");
        assertThat(read("a.pdf")).isEqualTo("Printed on a page");
    }

    @Test
    void aDirectoryIsListed() throws IOException {
        Files.createDirectories(root.resolve("deep/er"));
        Files.writeString(root.resolve("b.txt"), "12345");
        Files.writeString(root.resolve("deep/a.csv"), "x".repeat(2048));
        Files.createSymbolicLink(root.resolve("link.txt"), root.resolve("b.txt"));
        Files.createSymbolicLink(root.resolve("out"), directory);
        assertThat(read(".")).isEqualTo("Files in .:\nb.txt (5 bytes)\ndeep/");
        assertThat(read("deep")).isEqualTo("Files in deep:\na.csv (2 KiB)\ner/");
        assertThat(read("deep/er")).isEqualTo("deep/er is an empty directory");
        assertThat(read(root.toString())).startsWith("Files in " + root + ":\nb.txt");
        assertThat(read("out")).isEqualTo("Error: path: out goes through a symbolic link, which is not followed");
        assertThat(read("..")).startsWith("Error: path: .. is outside");
        assertThat(read("none")).isEqualTo("Error: path: there is no file none; the path . lists those there are");
    }

    @Test
    void aPageEndsBetweenCharacters() throws IOException {
        String faces = "x" + "\uD83D\uDE00".repeat(5_000);
        Files.writeString(root.resolve("faces.txt"), faces);
        String first = read("faces.txt");
        assertThat(first).doesNotContain("\uFFFD").contains("; go on with offset ");
    }

    @Test
    void textStaysAsItIsInWhateverEncoding() throws IOException {
        Files.writeString(root.resolve("a.csv"), "\uFEFFname,age\nZoë,41\n");
        Files.writeString(root.resolve("a.jsonl"), "{\"a\": 1}\n{\"a\": 2}\n");
        Files.writeString(root.resolve("a.py"), "def f(x):\n    return x < 2\n");
        Files.write(
                root.resolve("a.txt"),
                "Die Größe des Gebäudes überraschte die Gäste; später gab es Käse, Brötchen und süße Äpfel für alle."
                        .getBytes(Charset.forName("windows-1252")));
        Files.writeString(root.resolve("a.xml"), """
                <!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>""");
        assertThat(read("a.csv")).isEqualTo("name,age\nZoë,41\n");
        assertThat(read("a.jsonl")).isEqualTo("{\"a\": 1}\n{\"a\": 2}\n");
        assertThat(read("a.py")).contains("    return x < 2");
        assertThat(read("a.txt")).contains("Größe", "süße Äpfel");
        assertThat(read("a.xml")).contains("<r>&e;</r>").doesNotContain("root:");
    }

    @Test
    void longTextIsReadPageByPage() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            text.append(i).append('\n');
        }
        Files.writeString(root.resolve("long.txt"), text);
        StringBuilder gathered = new StringBuilder();
        String arguments = "{\"path\": \"long.txt\"}";
        for (int page = 0; page < 10 && arguments != null; page++) {
            String result = Calls.call(tool, arguments).text();
            assertThat(result).hasSizeLessThanOrEqualTo(Calls.LIMITS.resultCharacters());
            int mark = result.lastIndexOf("\n(characters ");
            gathered.append(result, 0, mark);
            int next = result.indexOf("offset ", mark);
            arguments = next < 0
                    ? null
                    : "{\"path\": \"long.txt\", \"offset\": " + result.substring(next + 7, result.length() - 1) + "}";
        }
        assertThat(gathered.toString()).isEqualTo(text.toString());
        assertThat(Calls.call(tool, "{\"path\": \"long.txt\", \"offset\": 99999}")
                        .text())
                .startsWith("Error: offset: 99999 is past the end");
    }

    @Test
    void membersOfAZipAreListedAndRead() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(create("a.zip"))) {
            add(zip, "in/data.csv", "x,y\n1,2".getBytes(StandardCharsets.UTF_8));
            add(zip, "b.bin", new byte[10]);
        }
        assertThat(read("a.zip")).isEqualTo("Members of the archive:\nin/data.csv (7 bytes)\nb.bin (10 bytes)");
        assertThat(read("a.zip\", \"member\": \"in/data.csv")).isEqualTo("x,y\n1,2");
        assertThat(read("a.zip\", \"member\": \"none.txt")).isEqualTo("Error: member: the archive has no none.txt");
        assertThat(read("a.zip\", \"member\": \"b.bin")).startsWith("Error: a .bin file cannot be read");
    }

    @Test
    void zipBombsAreRefusedAlsoInOfficeClothes() throws IOException {
        byte[] zeros = new byte[32 << 20];
        for (String name : new String[] {"bomb.zip", "bomb.docx"}) {
            try (ZipOutputStream zip = new ZipOutputStream(create(name))) {
                add(zip, "word/document.xml", zeros);
            }
            assertThat(read(name)).startsWith("Error: the archive is refused as a zip bomb: it inflates to more than ");
        }
        try (ZipOutputStream zip = new ZipOutputStream(create("many.zip"))) {
            for (int i = 0; i <= Zip.MOST_ENTRIES; i++) {
                add(zip, i + ".txt", new byte[0]);
            }
        }
        assertThat(read("many.zip"))
                .isEqualTo("Error: the archive is refused as a zip bomb: it has more than 10000 members");
    }

    @Test
    void aMemberLargerThanAFileMayBeIsRefused() throws IOException {
        byte[] random = new byte[MOST_BYTES + 1];
        new java.util.Random(1).nextBytes(random);
        byte[] archive;
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "big.txt", random);
            zip.finish();
            archive = bytes.toByteArray();
        }
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Zip.read(archive, "big.txt", MOST_BYTES)))
                .hasMessage("big.txt is larger than 4 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "a/../../secret.txt",
                "/etc/passwd",
                "..",
                "",
                "link.txt",
                "dir/secret.txt",
                "inner.txt"
            })
    void nothingOutsideIsRead(String path) throws IOException {
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(root.resolve("own.txt"), "own");
        Files.createSymbolicLink(root.resolve("link.txt"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("dir"), directory);
        Files.createSymbolicLink(root.resolve("inner.txt"), root.resolve("own.txt"));
        assertThat(read(path)).startsWith("Error: ").contains("path").doesNotContain("secret\n", "root:");
        assertThat(read("own.txt")).isEqualTo("own");
        assertThat(read(root.toRealPath().resolve("own.txt").toString())).isEqualTo("own");
    }

    @Test
    void whatIsNoFileOrTooLargeIsRefused() throws Exception {
        Files.createDirectories(root.resolve("folder.txt"));
        Files.write(root.resolve("big.txt"), new byte[MOST_BYTES + 1]);
        assertThat(read("folder.txt")).isEqualTo("folder.txt is an empty directory");
        assertThat(read("big.txt")).isEqualTo("Error: path: big.txt is larger than 4 MiB");
        assertThat(read("none.txt"))
                .isEqualTo("Error: path: there is no file none.txt; the path . lists those there are");
        assertThat(read("none/none.txt"))
                .isEqualTo("Error: path: there is no file none/none.txt; the path . lists those there are");
        Path pipe = root.resolve("pipe.txt");
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0) {
            assertThat(read("pipe.txt")).isEqualTo("Error: path: pipe.txt is not a file");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.exe|Error: a .exe file cannot be read; these can: csv, docx,",
                "plain|Error: a file without extension cannot be read",
                "bad.pdf|Error: the file is no valid PDF: ",
                "bad.docx|Error: the file is no valid zip archive",
                "bad.zip|Error: the file is no valid zip archive",
            })
    void whatCannotBeReadIsNamed(String name, String error) throws IOException {
        Files.writeString(root.resolve(name), "not what it says");
        assertThat(read(name)).startsWith(error);
    }

    @Test
    void anEncryptedPdfIsSaidToBeSo() throws IOException {
        writePdf("locked.pdf", "password");
        assertThat(read("locked.pdf")).isEqualTo("Error: the file is encrypted and cannot be read");
    }

    private void writePdf(String name, String password) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(100, 700);
                content.showText("Printed on a page");
                content.endText();
            }
            if (password != null) {
                pdf.protect(new StandardProtectionPolicy(password, password, new AccessPermission()));
            }
            pdf.save(root.resolve(name).toFile());
        }
    }

    private OutputStream create(String name) throws IOException {
        return Files.newOutputStream(root.resolve(name));
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private String read(String path) {
        ToolResult result = Calls.call(tool, "{\"path\": \"" + path + "\"}");
        return result.text();
    }
}
