package io.baton.master.output;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps the log files of one application together below a limit. The oldest file that is not in use goes first. Thread of the
 * files only.
 */
final class LogTotal {

    private static final Logger LOG = System.getLogger(LogTotal.class.getName());

    private final Supplier<List<Path>> existing;
    private final long most;
    private final Map<Path, Integer> inUse = new HashMap<>();

    /** What the files had at the last look, and what was written since. */
    private long estimate = Long.MAX_VALUE;

    private long lookAt;

    /**
     * Nothing is in use.
     *
     * @param existing the files of the application, asked for now and then
     * @param most bytes; 0 for any number
     */
    LogTotal(Supplier<List<Path>> existing, long most) {
        this.existing = existing;
        this.most = most;
        this.lookAt = most;
    }

    /** A process prints into this file. It is not removed. */
    void opened(Path file) {
        inUse.merge(file, 1, Integer::sum);
        estimate = Long.MAX_VALUE;
    }

    void closed(Path file) {
        inUse.computeIfPresent(file, (path, users) -> users == 1 ? null : users - 1);
    }

    /** How large one file may grow. The files in use have room side by side, whatever their own limit is. */
    long limitOfOne(long maxBytes) {
        long share = most == 0 ? Long.MAX_VALUE : Math.max(1, most / (inUse.size() + 1));
        return maxBytes == 0 ? share : Math.min(maxBytes, share);
    }

    /** So many bytes are about to be written. */
    void grows(long bytes) {
        if (most == 0) {
            return;
        }
        estimate = estimate > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : estimate + bytes;
        if (estimate > lookAt) {
            makeRoom(bytes);
        }
    }

    private void makeRoom(long bytes) {
        long total = bytes;
        List<Old> removable = new ArrayList<>();
        for (Path file : existing.get()) {
            try {
                long size = Files.size(file);
                total += size;
                if (!inUse.containsKey(file)) {
                    removable.add(new Old(file, size, Files.getLastModifiedTime(file)));
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "{0} is gone", file);
            }
        }
        removable.sort(Comparator.comparing(Old::time).thenComparing(Old::number, Comparator.reverseOrder()));
        for (Old file : removable) {
            if (total <= most) {
                break;
            }
            total -= delete(file);
        }
        estimate = total;
        // Where nothing is left to remove, another look would find nothing either until much more was written.
        lookAt = total <= most ? most : total + most / 16;
    }

    private static long delete(Old file) {
        try {
            Files.delete(file.path);
            return file.size;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot delete {0}: {1}", file.path, e.getMessage());
            return 0;
        }
    }

    private record Old(Path path, long size, FileTime time) {

        /** Of two files of the same age the one with the higher number is older. */
        long number() {
            String name = String.valueOf(path.getFileName());
            return LogNames.isRenamed(path) ? Long.parseLong(name.substring(name.lastIndexOf('.') + 1)) : 0;
        }
    }
}
