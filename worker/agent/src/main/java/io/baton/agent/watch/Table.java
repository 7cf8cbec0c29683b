package io.baton.agent.watch;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Finds a connection by its descriptor. Any thread may look; looking neither waits nor allocates. */
final class Table {

    private static final int FIRST_SIZE = 1024;

    private volatile AtomicReferenceArray<@Nullable Connection> entries = new AtomicReferenceArray<>(FIRST_SIZE);

    /** The connection with the descriptor; null if there is none. */
    @Nullable
    Connection at(int fd) {
        AtomicReferenceArray<@Nullable Connection> all = entries;
        return fd >= 0 && fd < all.length() ? all.get(fd) : null;
    }

    /** The descriptor belongs to the connection from now on. */
    synchronized void put(int fd, Connection connection) {
        if (fd >= entries.length()) {
            entries = larger(fd);
        }
        entries.set(fd, connection);
    }

    private AtomicReferenceArray<@Nullable Connection> larger(int fd) {
        AtomicReferenceArray<@Nullable Connection> old = entries;
        AtomicReferenceArray<@Nullable Connection> all = new AtomicReferenceArray<>(Math.max(2 * old.length(), fd + 1));
        for (int i = 0; i < old.length(); i++) {
            all.set(i, old.get(i));
        }
        return all;
    }

    /** The descriptor belongs to no connection any more. */
    synchronized void remove(int fd) {
        entries.set(fd, null);
    }

    /** All descriptors of connections are lower than this. */
    int size() {
        return entries.length();
    }
}
