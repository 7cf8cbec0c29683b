package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of connections that wait on a listening socket while this process can open no descriptor. For a second they
 * stay where they are, for another process may take them, or one of this process's own may end. Then they are turned away
 * with a descriptor kept back for that: a client that is told can try elsewhere, one that waits cannot. The event loop's.
 */
final class DescriptorShortage {

    private static final Logger LOG = System.getLogger(DescriptorShortage.class.getName());

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After this without a failure, some time ago nobody was waiting, and the next shortage is another one. */
    private static final long LULL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MOST_AT_ONCE = 64;

    private final Fd listener;

    private @Nullable Fd reserve;
    private boolean present;
    private long sinceNanos;
    private long lastNanos;
    private long warnedNanos;
    private int turnedAway;

    /** Keeps a descriptor back, if there is one. */
    DescriptorShortage(Fd listener) {
        this.listener = listener;
        this.warnedNanos = System.nanoTime() - WARNING_NANOS;
        keepBack();
    }

    /** A connection could not be accepted for want of a descriptor, {@code reason}; called again while that lasts. */
    void met(String reason) {
        long now = System.nanoTime();
        if (!present || now - lastNanos > LULL_NANOS) {
            present = true;
            sinceNanos = now;
        }
        lastNanos = now;
        if (now - sinceNanos >= PATIENCE_NANOS) {
            turnAway();
        }
        if (now - warnedNanos >= WARNING_NANOS) {
            warnedNanos = now;
            LOG.log(Level.WARNING, "accept: {0}{1}", reason, turnedAway == 0 ? "" : "; turned away: " + turnedAway);
            turnedAway = 0;
        }
    }

    /** A connection was accepted. */
    void over() {
        present = false;
        keepBack();
    }

    /** The listening socket is closed, or about to be. */
    void end() {
        if (reserve != null) {
            reserve.close();
            reserve = null;
        }
    }

    private void turnAway() {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            keepBack();
            if (reserve == null) {
                return;
            }
            end();
            int number = Libc.accept(listener);
            if (number < 0) {
                break;
            }
            Fd.own(number).close();
            turnedAway++;
        }
        keepBack();
    }

    /** Any descriptor would do; one of the listening socket needs no file. */
    private void keepBack() {
        if (reserve == null && listener.isOpen()) {
            try {
                reserve = Libc.duplicate(listener, 0);
            } catch (PosixException e) {
                // None is to be had now; asked for again with the next connection.
                reserve = null;
            }
        }
    }
}
