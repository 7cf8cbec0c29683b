import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Puts a shell script before a jar and makes the file executable. Offsets in a jar count from the beginning of the file, so
 * all of them are raised by the script's length; without that, unzip(1) would warn of extra bytes. Run by Maven as
 * {@code java ExecutableJar.java script jar}.
 */
final class ExecutableJar {

    /** The names and fields of the ZIP format (APPNOTE 4.3): the end of the central directory, and an entry of it. */
    private static final int END = 0x06054b50;

    private static final int END_SIZE = 22;
    private static final int END_ENTRIES = 10;
    private static final int END_OFFSET = 16;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int ENTRY_NAME = 28;
    private static final int ENTRY_EXTRA = 30;
    private static final int ENTRY_COMMENT = 32;
    private static final int ENTRY_OFFSET = 42;
    private static final int MOST_ENTRIES = 0xffff;

    private ExecutableJar() {}

    public static void main(String[] arguments) throws IOException {
        byte[] script = Files.readAllBytes(Path.of(arguments[0]));
        Path jar = Path.of(arguments[1]);
        byte[] bytes = Files.readAllBytes(jar);
        if (bytes[0] == '#') {
            return;
        }
        raiseOffsets(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), script.length);
        Path next = jar.resolveSibling(jar.getFileName() + ".new");
        try (var out = Files.newOutputStream(next)) {
            out.write(script);
            out.write(bytes);
        }
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void raiseOffsets(ByteBuffer zip, int by) throws IOException {
        int end = zip.limit() - END_SIZE;
        while (end >= 0 && zip.getInt(end) != END) {
            end--;
        }
        int entries = end < 0 ? MOST_ENTRIES : zip.getShort(end + END_ENTRIES) & MOST_ENTRIES;
        if (entries == MOST_ENTRIES) {
            throw new IOException("no jar, or one with more than " + MOST_ENTRIES + " entries");
        }
        int at = zip.getInt(end + END_OFFSET);
        zip.putInt(end + END_OFFSET, at + by);
        for (int i = 0; i < entries; i++) {
            if (zip.getInt(at) != ENTRY) {
                throw new IOException("entry " + i + " is not where it should be");
            }
            zip.putInt(at + ENTRY_OFFSET, zip.getInt(at + ENTRY_OFFSET) + by);
            at += ENTRY_SIZE
                    + (zip.getShort(at + ENTRY_NAME) & MOST_ENTRIES)
                    + (zip.getShort(at + ENTRY_EXTRA) & MOST_ENTRIES)
                    + (zip.getShort(at + ENTRY_COMMENT) & MOST_ENTRIES);
        }
    }
}
