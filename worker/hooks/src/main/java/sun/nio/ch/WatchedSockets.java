package sun.nio.ch;

import java.io.FileDescriptor;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;

/** Holds what hears of the server's connections. */
public final class WatchedSockets {

    private static final JavaIOFileDescriptorAccess NUMBERS = SharedSecrets.getJavaIOFileDescriptorAccess();

    private static volatile SocketWatch watch;

    private WatchedSockets() {}

    /** Tells the watch of all connections from now on. To be called before the first is opened. */
    public static void tell(SocketWatch all) {
        watch = all;
    }

    /** What hears of the connections; null if nothing does yet. */
    static SocketWatch watch() {
        return watch;
    }

    /** The number of the descriptor. */
    static int number(FileDescriptor fd) {
        return NUMBERS.get(fd);
    }
}
