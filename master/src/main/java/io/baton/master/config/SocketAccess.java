package io.baton.master.config;

import org.jspecify.annotations.Nullable;

/**
 * Which users may connect to a Unix-domain path: those that its file's mode lets write.
 *
 * @param mode of the file, {@code 0..0777}; -1 for what the umask leaves
 * @param owner the file's user, a name or a number; null for the master's
 * @param group the file's group, a name or a number; null for that of the owner if one is named, else the master's
 */
public record SocketAccess(int mode, @Nullable String owner, @Nullable String group) {

    /** What the kernel gives a new file. */
    public static final SocketAccess USUAL = new SocketAccess(-1, null, null);
}
