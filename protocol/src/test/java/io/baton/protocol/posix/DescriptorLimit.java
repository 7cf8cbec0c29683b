package io.baton.protocol.posix;

import java.util.Objects;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.RLimit;

/** While this is open, the process can open no further descriptor (RLIMIT_NOFILE, the soft limit). */
public final class DescriptorLimit implements AutoCloseable {

    private static final int RLIMIT_NOFILE = 7;
    private static final int PROBES = 1000;
    private static final POSIX JNR = POSIXFactory.getNativePOSIX();

    private final long soft;
    private final long hard;

    private DescriptorLimit(long soft, long hard) {
        this.soft = soft;
        this.hard = hard;
    }

    /**
     * Lowers the limit to the lowest free number.
     *
     * @param any an open descriptor
     */
    public static DescriptorLimit nothingMoreOpens(Fd any) throws PosixException {
        RLimit now = Objects.requireNonNull(JNR.getrlimit(RLIMIT_NOFILE));
        DescriptorLimit limit = new DescriptorLimit(now.rlimCur(), now.rlimMax());
        // Tried more than once, because the JVM may hold the lowest number for a moment.
        long lowestFree = Long.MAX_VALUE;
        for (int i = 0; i < PROBES; i++) {
            try (Fd probe = Libc.duplicate(any, 0)) {
                lowestFree = Math.min(lowestFree, probe.number());
            }
        }
        limit.set(lowestFree);
        return limit;
    }

    @Override
    public void close() {
        set(soft);
    }

    private void set(long limit) {
        if (JNR.setrlimit(RLIMIT_NOFILE, limit, hard) != 0) {
            throw new IllegalStateException("setrlimit(RLIMIT_NOFILE, " + limit + "): " + JNR.errno());
        }
    }
}
