package io.baton.master.jvm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A record of complete files: the size, the time of the last change and the checksum of each, one line a file. It is
 * written last, when the files are on the disk. A file that has the recorded size and has not changed since is complete.
 * The checksum, which takes some milliseconds, is read only if a file was written to, copied or restored.
 */
final class Seal {

    private static final int BUFFER_SIZE = 1 << 17;
    private static final int FIELDS = 4;
    private static final int RADIX = 16;

    private final Path record;

    /** The states of complete files in a place where their record cannot be renewed, as in an image. */
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /** The record in this file, which is beside the recorded files, or above them. */
    Seal(Path record) {
        this.record = record;
    }

    /** Waits until the files are on the disk, then records them. */
    void write(List<Path> files) throws IOException {
        for (Path file : files) {
            sync(file);
        }
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(line(file)).append('\n');
        }
        Path fresh = record.resolveSibling(
                record.getFileName() + "." + ProcessHandle.current().pid());
        try (BufferedWriter writer = Files.newBufferedWriter(fresh)) {
            writer.write(lines.toString());
        }
        sync(fresh);
        Files.move(fresh, record, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The directory contains the names, so it must be on the disk too.
        sync(record.resolveSibling("."));
    }

    /** The names of the files that differ from the record; all names if there is no record. */
    List<String> broken(List<Path> files) {
        List<String> broken = new ArrayList<>();
        boolean touched = false;
        List<String> lines = lines();
        for (Path file : files) {
            String name = name(file);
            @Nullable String recorded = find(lines, name);
            if (recorded == null || !isWhole(file, recorded)) {
                broken.add(name);
            } else {
                touched |= !isUntouched(file, recorded);
            }
        }
        if (broken.isEmpty() && touched) {
            renew(files);
        }
        return broken;
    }

    /** Whether there is a record, and no recorded file differs from it. */
    boolean isWhole() {
        List<String> lines = lines();
        for (String line : lines) {
            String[] fields = line.split(" ", FIELDS);
            if (fields.length < FIELDS || !isWhole(record.resolveSibling(fields[FIELDS - 1]), line)) {
                return false;
            }
        }
        return !lines.isEmpty();
    }

    /** Whether a file has the recorded size and has not changed since. Costs almost nothing. */
    boolean isUntouched(Path file) {
        @Nullable String recorded = find(lines(), name(file));
        return recorded != null && isUntouched(file, recorded);
    }

    /** Deletes the record. */
    void delete() throws IOException {
        Files.deleteIfExists(record);
    }

    private boolean isUntouched(Path file, String recorded) {
        try {
            String state = state(file);
            return recorded.startsWith(state) || verified.contains(state + name(file));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isWhole(Path file, String recorded) {
        try {
            String[] fields = recorded.split(" ", FIELDS);
            if (recorded.startsWith(state(file))) {
                return true;
            }
            return fields.length == FIELDS
                    && fields[0].equals(Long.toString(Files.size(file)))
                    && fields[2].equals(checksum(file));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Records the present times of files that are complete but were copied, for example. The next start then needs no
     * checksum.
     */
    private void renew(List<Path> files) {
        try {
            write(files);
        } catch (IOException e) {
            // The next start then reads the checksums again. This one need not.
            remember(files);
        }
    }

    private void remember(List<Path> files) {
        try {
            for (Path file : files) {
                verified.add(state(file) + name(file));
            }
        } catch (IOException e) {
            // A file is gone. What is not remembered counts as changed.
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(record);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable String find(List<String> lines, String name) {
        for (String line : lines) {
            if (line.endsWith(" " + name)) {
                return line;
            }
        }
        return null;
    }

    private String name(Path file) {
        return record.resolveSibling("").relativize(file).toString();
    }

    private String line(Path file) throws IOException {
        return state(file) + checksum(file) + " " + name(file);
    }

    private static String state(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:size,ctime");
        FileTime changed = (FileTime) attributes.get("ctime");
        return attributes.get("size") + " " + (changed == null ? 0 : changed.to(TimeUnit.NANOSECONDS)) + " ";
    }

    private static String checksum(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                checksum.update(buffer.flip());
                buffer.clear();
            }
        }
        return Long.toString(checksum.getValue(), RADIX);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
