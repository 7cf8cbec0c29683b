package io.baton.master.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells one content of a file from another without reading it. Every write moves the time of the last change (ctime), which no
 * program can set back; {@code cp -p} sets back the time of the last write.
 */
record FileIdentity(long size, long changedNanos, long inode, long device) {

    /** The identity of the file that a path names now, also through links; null if it names no file. */
    static @Nullable FileIdentity of(Path path) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:isRegularFile,size,ctime,ino,dev");
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                return null;
            }
            FileTime changed = (FileTime) attributes.get("ctime");
            return new FileIdentity(
                    number(attributes, "size"),
                    changed == null ? 0 : changed.to(TimeUnit.NANOSECONDS),
                    number(attributes, "ino"),
                    number(attributes, "dev"));
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether the same file has another content than the other identity says: it was written to, and not replaced. */
    boolean isOverwritten(FileIdentity before) {
        return inode == before.inode && device == before.device && !equals(before);
    }

    /** Fit for a file's name. */
    @Override
    public String toString() {
        return Long.toHexString(size)
                + "-" + Long.toHexString(changedNanos)
                + "-" + Long.toHexString(inode)
                + "-" + Long.toHexString(device);
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
