package io.baton.protocol.posix;

import com.kenai.jffi.MemoryIO;
import org.jspecify.annotations.Nullable;

/**
 * A user of this machine (getpwnam(3)). The look-up may wait for a name service. One thread at a time.
 *
 * @param home the directory of the user
 */
public record UserAccount(String name, int uid, int gid, String home) {

    // struct passwd and struct group of glibc, on machines with 64 bits.
    private static final int UID_OFFSET = 16;
    private static final int GID_OFFSET = 20;
    private static final int HOME_OFFSET = 32;
    private static final int GROUPS_GID_OFFSET = 16;

    /** The user of this name; null if there is none. */
    public static @Nullable UserAccount named(String name) {
        long entry = CLibrary.call("getpwnam", Native.cString(name));
        if (entry <= 0) {
            return null;
        }
        MemoryIO memory = MemoryIO.getInstance();
        return new UserAccount(
                name,
                memory.getInt(entry + UID_OFFSET),
                memory.getInt(entry + GID_OFFSET),
                CLibrary.string(memory.getAddress(entry + HOME_OFFSET)));
    }

    /** The number of the group of this name; -1 if there is none. */
    public static int groupNamed(String name) {
        long entry = CLibrary.call("getgrnam", Native.cString(name));
        return entry <= 0 ? -1 : MemoryIO.getInstance().getInt(entry + GROUPS_GID_OFFSET);
    }
}
