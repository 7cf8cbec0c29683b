package io.baton.master.spawn;

import io.baton.protocol.posix.Fd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process that was just started, and this process's ends of its {@link Wiring}. The receiver owns the ends.
 *
 * @param channel blocking
 * @param input to write what the child reads from descriptor 0: non-blocking, null unless that is a pipe
 * @param output to read what the child prints to descriptor 1: non-blocking, null unless that is a pipe
 * @param error the same for descriptor 2
 * @param figures the file in which it counts; null if it has none
 * @param early whether the program that this process had before has started it, on a thread that is gone: see {@link HeadStart}
 */
public record Child(
        int pid,
        @Nullable Fd channel,
        @Nullable Fd input,
        @Nullable Fd output,
        @Nullable Fd error,
        @Nullable Fd figures,
        boolean early) {

    /** Its channel. Throws if its {@link Wiring} has none. */
    @Override
    public Fd channel() {
        return Objects.requireNonNull(channel, "no channel");
    }
}
