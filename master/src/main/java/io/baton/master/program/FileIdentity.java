package io.baton.master.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells one content of a file from another without reading it. Every write moves the time of the last change, which nobody
 * can set back, as {@code cp -p} does with the time of the last write.
 */
record FileIdentity(long size, long changedNanos, long inode, long device) {

    /** What a path names now, by whatever links; null if that is no file. */
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

    /** Whether this is the file of the other one, with another content: it was written to, and not replaced. */
    boolean isOverwritten(FileIdentity before) {
        return inode == before.inode && device == before.device && !equals(before);
    }

    /** For a file's name. */
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
