package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides about connections that wait on a listening socket while this process can open no descriptor. For a second
 * they wait, because another process may accept them or a connection of this process may close. After that they are
 * turned away, with a descriptor kept back for this purpose: a client that is turned away can try elsewhere. Owned by
 * the event loop.
 */
final class DescriptorShortage {

    private static final Logger LOG = System.getLogger(DescriptorShortage.class.getName());

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After so long without a failure the next one begins another shortage. */
    private static final long LULL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MOST_AT_ONCE = 64;

    private final Fd listener;

    private @Nullable Fd reserve;
    private boolean present;
    private long sinceNanos;
    private long lastNanos;
    private long warnedNanos;
    private int turnedAway;

    /** Keeps a descriptor back if the process has one left. */
    DescriptorShortage(Fd listener) {
        this.listener = listener;
        this.warnedNanos = System.nanoTime() - WARNING_NANOS;
        keepBack();
    }

    /**
     * A connection could not be accepted because no descriptor was left. Called again for each further failure.
     *
     * @param reason the errno in words
     */
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

    /** Any descriptor would do. A copy of the listening socket needs no file. */
    private void keepBack() {
        if (reserve == null && listener.isOpen()) {
            try {
                reserve = Libc.duplicate(listener, 0);
            } catch (PosixException e) {
                // No descriptor is left now. The next connection asks for one again.
                reserve = null;
            }
        }
    }
}
