package io.baton.master.logs;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log file from its last lines on. When the file was renamed, what is left in it is read first, then the files that were
 * begun since, in their order. A file that was emptied is read from its beginning. Not thread-safe.
 */
public final class Tail implements Closeable {

    private static final int BLOCK = 64 << 10;

    /** At a time. A file may grow faster than it is read. */
    private static final int MOST_BLOCKS = 64;

    private final Path file;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

    private @Nullable FileChannel channel;
    private @Nullable Object key;

    /** Nothing is open yet. The file need not exist. */
    public Tail(Path file) {
        this.file = file;
    }

    /**
     * The last lines, and then {@link #next} has those after them. A line whose end has not come yet is not among them.
     *
     * @param count at most so many; the oldest may be in renamed files
     */
    public List<String> last(int count) throws IOException {
        Deque<String> lines = new ArrayDeque<>();
        List<Path> parts = new ArrayList<>();
        for (int i = 1; parts.isEmpty() || Files.exists(parts.get(parts.size() - 1)); i++) {
            parts.add(i == 1 ? file : renamed(i - 1));
        }
        int missing = count;
        for (Path part : parts) {
            List<String> found = lastOf(part, missing);
            for (int i = found.size() - 1; i >= 0; i--) {
                lines.addFirst(found.get(i));
            }
            missing -= found.size();
            if (missing <= 0) {
                break;
            }
        }
        return List.copyOf(lines);
    }

    /** The lines that have come since, perhaps none. */
    public List<String> next() throws IOException {
        List<String> lines = new ArrayList<>();
        if (channel == null && !open(file)) {
            return lines;
        }
        if (!readOn(lines)) {
            return lines;
        }
        Object now = key(file);
        if (now != null && !now.equals(key)) {
            // What was written between the last look and the renaming.
            readToEnd(lines);
            readRenamed(lines);
            if (open(file)) {
                readOn(lines);
            }
        }
        return lines;
    }

    /** The line whose end has not come; empty if there is none. */
    public List<String> unfinished() {
        return begun.size() == 0 ? List.of() : List.of(begun.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It was only read.
            }
            channel = null;
        }
    }

    /** The files that were full since the open one was. */
    private void readRenamed(List<String> lines) throws IOException {
        Object last = Objects.requireNonNull(key);
        int number = 0;
        for (int i = 1; number == 0 && Files.exists(renamed(i)); i++) {
            number = last.equals(key(renamed(i))) ? i : 0;
        }
        for (int i = number - 1; i >= 1; i--) {
            if (open(renamed(i))) {
                readToEnd(lines);
            }
        }
    }

    private List<String> lastOf(Path part, int count) throws IOException {
        if (part.equals(file)) {
            if (!open(file)) {
                return List.of();
            }
            FileChannel opened = Objects.requireNonNull(channel);
            opened.position(startOfLast(opened, count));
            List<String> lines = new ArrayList<>();
            readOn(lines);
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        }
        try (FileChannel old = FileChannel.open(part)) {
            long start = startOfLast(old, count);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 8, old.size() - start));
            old.position(start);
            while (bytes.hasRemaining() && old.read(bytes) >= 0) {
                // Until the end.
            }
            List<String> lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (NoSuchFileException e) {
            // There is none, or it was renamed just now.
            return List.of();
        }
    }

    /** Where the last lines begin: found from the end on, because the file may be large. */
    private static long startOfLast(FileChannel opened, int count) throws IOException {
        long start = opened.size();
        int ends = 0;
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
        while (start > 0) {
            int length = (int) Math.min(BLOCK, start);
            bytes.clear().limit(length);
            opened.read(bytes, start - length);
            for (int i = length - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n' && ++ends > count) {
                    return start - length + i + 1;
                }
            }
            start -= length;
        }
        return 0;
    }

    private boolean open(Path path) {
        try {
            Object before = key(path);
            FileChannel next = FileChannel.open(path);
            if (before == null || !before.equals(key(path))) {
                // Another file has the name by now. The next look opens that one.
                next.close();
                return false;
            }
            close();
            channel = next;
            key = before;
            begun.reset();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void readToEnd(List<String> lines) throws IOException {
        while (!readOn(lines)) {
            // A file that is not written any more has an end.
        }
    }

    /** Reads some of what is there. Returns whether that was all. */
    private boolean readOn(List<String> lines) throws IOException {
        FileChannel opened = channel;
        if (opened == null) {
            return true;
        }
        if (opened.position() > opened.size()) {
            opened.position(0);
            begun.reset();
        }
        for (int blocks = 0; blocks < MOST_BLOCKS; blocks++) {
            if (opened.read(block.clear()) <= 0) {
                return true;
            }
            byte[] bytes = block.array();
            int start = 0;
            for (int i = 0; i < block.position(); i++) {
                if (bytes[i] == '\n') {
                    begun.write(bytes, start, i - start);
                    lines.add(begun.toString(StandardCharsets.UTF_8));
                    begun.reset();
                    start = i + 1;
                }
            }
            begun.write(bytes, start, block.position() - start);
        }
        return false;
    }

    private Path renamed(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
