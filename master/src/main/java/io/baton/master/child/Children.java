package io.baton.master.child;

import io.baton.master.conductor.Conductor;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.Spawner;
import io.baton.protocol.message.KeepAlive;
import java.nio.ByteBuffer;

/**
 * The two threads that all children of this JVM share, started with the first child. The loop, {@code baton-children}, hears
 * streams, messages and exits, and runs every callback. {@code baton-children-spawner} starts the children, because that
 * blocks until the program runs. Both are daemon threads and live as long as the JVM.
 */
final class Children {

    /** As much as a pipe holds (pipe(7)). */
    static final int BUFFER_BYTES = 64 * 1024;

    private final Conductor conductor = Conductor.start("baton-children");
    private final Spawner spawner = new PosixSpawner(conductor, "baton-children-spawner");
    private final KeepAlive keepAlive = new KeepAlive("baton-children-alive");
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private static final class Threads {
        static final Children SHARED = new Children();
    }

    private Children() {}

    static Children shared() {
        return Threads.SHARED;
    }

    /** The loop. */
    Conductor conductor() {
        return conductor;
    }

    /** Starts children; its results are called on the loop. */
    Spawner spawner() {
        return spawner;
    }

    /**
     * Direct memory for one read or write on the loop. All streams share it: the next call on the loop may overwrite it. On
     * the loop.
     */
    ByteBuffer buffer() {
        return buffer;
    }

    /** A reason for this JVM to stay alive. */
    KeepAlive.Hold hold() {
        return keepAlive.hold();
    }
}
