package io.baton.master.home;

import io.baton.protocol.message.ValueCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of applications, with a checksum. It is replaced as a whole: a process that is killed leaves the old file or the new
 * one. Every method waits for the disk.
 */
public final class StateFile {

    private static final int SCHEMA = 1;
    private static final int BACKUPS = 3;
    private static final long LONGEST = 64 << 20;

    private final Path path;

    /**
     * What was found.
     *
     * @param path the file that was read; null if there is none that is whole
     * @param applications as they were written
     * @param damages what is wrong with newer files, in one line each
     */
    public record Found(@Nullable Path path, List<Map<?, ?>> applications, List<String> damages) {}

    /** This file, whether it is there or not. */
    public StateFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Puts these applications in the place of those in the file. */
    public void write(List<Map<String, Object>> applications) throws IOException {
        SafeFile.write(path, encode(applications));
    }

    /**
     * As {@link #write}; the file of before becomes the first of three backups, unless it says the same.
     *
     * @throws IOException if it cannot be written; the file of before is still there then
     */
    public void writeWithBackups(List<Map<String, Object>> applications) throws IOException {
        byte[] bytes = encode(applications);
        if (Files.exists(path)) {
            if (Arrays.equals(Files.readAllBytes(path), bytes)) {
                return;
            }
            keepBackup();
        }
        SafeFile.write(path, bytes);
    }

    /** Deletes the file, if it is there. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Reads the file; the newest backup that is whole if the file is damaged. */
    public Found read() {
        List<String> damages = new ArrayList<>();
        for (int i = 0; i <= BACKUPS; i++) {
            Path file = i == 0 ? path : backup(i);
            try {
                return new Found(file, decode(file), List.copyOf(damages));
            } catch (NoSuchFileException e) {
                // There are fewer backups, or it was never written.
            } catch (IOException e) {
                damages.add(file + " is damaged: " + e.getMessage());
            }
        }
        return new Found(null, List.of(), List.copyOf(damages));
    }

    /** The file stays in its place all the time. */
    private void keepBackup() throws IOException {
        for (int i = BACKUPS - 1; i >= 1; i--) {
            if (Files.exists(backup(i))) {
                Files.move(backup(i), backup(i + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        SafeFile.write(backup(1), Files.readAllBytes(path));
    }

    private Path backup(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private static byte[] encode(List<Map<String, Object>> applications) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("schema", SCHEMA);
        fields.put("sha256", checksum(applications));
        fields.put("applications", applications);
        return (ValueCodec.encode(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<Map<?, ?>> decode(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("longer than " + LONGEST + " bytes");
        }
        Object json;
        try {
            json = ValueCodec.decode(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("no JSON", e);
        }
        if (!(json instanceof Map<?, ?> fields) || !(fields.get("applications") instanceof List<?> list)) {
            throw new IOException("no list of applications");
        }
        if (!Integer.valueOf(SCHEMA).equals(fields.get("schema"))) {
            throw new IOException("schema " + fields.get("schema") + " (expected: " + SCHEMA + ")");
        }
        if (!checksum(list).equals(fields.get("sha256"))) {
            throw new IOException("its checksum does not fit");
        }
        List<Map<?, ?>> applications = new ArrayList<>();
        for (Object application : list) {
            if (!(application instanceof Map<?, ?> one)) {
                throw new IOException("no list of applications");
            }
            applications.add(one);
        }
        return applications;
    }

    private static String checksum(List<?> applications) {
        try {
            byte[] text = ValueCodec.encode(applications).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
