package io.reagent.tools.files;

import io.reagent.core.tools.ToolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Zip archives from strangers: what they inflate to is counted, not believed. */
final class Zip {
    static final int MOST_ENTRIES = 10_000;
    static final long MOST_INFLATED = 200L << 20;
    /** Deflate reaches 1,032; honest documents stay far below this. */
    static final int MOST_RATIO = 200;

    private static final int SMALL = 1 << 20;

    private Zip() {}

    record Member(String name, long size) {}

    /** Receives each member once, its bytes already under guard. */
    private interface Visitor {
        /** @return whether to go on */
        boolean visit(ZipEntry entry, InputStream bytes) throws IOException;
    }

    /** @throws ToolException when the archive inflates to more than is allowed */
    static void check(byte[] archive) {
        list(archive);
    }

    /** The files in an archive with their true sizes. */
    static List<Member> list(byte[] archive) {
        List<Member> members = new ArrayList<>();
        walk(archive, (entry, bytes) -> {
            long size = bytes.transferTo(OutputStream.nullOutputStream());
            if (!entry.isDirectory()) {
                members.add(new Member(entry.getName(), size));
            }
            return true;
        });
        return members;
    }

    /** @throws ToolException when there is no such member, or it is larger than {@code most} bytes */
    static byte[] read(byte[] archive, String member, int most) {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        boolean[] there = {false};
        walk(archive, (entry, bytes) -> {
            if (!entry.getName().equals(member)) {
                return true;
            }
            there[0] = true;
            byte[] content = bytes.readNBytes(most + 1);
            if (content.length > most) {
                throw new ToolException(member + " is larger than " + (most >> 20) + " MiB");
            }
            found.writeBytes(content);
            return false;
        });
        if (!there[0]) {
            throw new ToolException("member: the archive has no " + member);
        }
        return found.toByteArray();
    }

    private static void walk(byte[] archive, Visitor visitor) {
        Budget budget = new Budget(Math.max(SMALL, Math.min(MOST_INFLATED, (long) archive.length * MOST_RATIO)));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > MOST_ENTRIES) {
                    throw bomb("it has more than " + MOST_ENTRIES + " members");
                }
                if (!visitor.visit(entry, new Counted(zip, budget))) {
                    return;
                }
            }
            if (entries == 0) {
                throw new ToolException("the file is no valid zip archive, or an empty one");
            }
        } catch (IOException | IllegalArgumentException broken) {
            throw new ToolException("the file is no valid zip archive: " + broken.getMessage(), broken);
        }
    }

    private static ToolException bomb(String why) {
        return new ToolException("the archive is refused as a zip bomb: " + why);
    }

    private static final class Budget {
        private final long most;
        private long used;

        Budget(long most) {
            this.most = most;
        }

        void use(long bytes) {
            used += bytes;
            if (used > most) {
                throw bomb("it inflates to more than " + (most >> 20) + " MiB");
            }
        }
    }

    private static final class Counted extends InputStream {
        private final InputStream from;
        private final Budget budget;

        Counted(InputStream from, Budget budget) {
            this.from = from;
            this.budget = budget;
        }

        @Override
        public int read() throws IOException {
            int one = from.read();
            budget.use(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = from.read(to, offset, length);
            budget.use(Math.max(0, n));
            return n;
        }
    }
}
