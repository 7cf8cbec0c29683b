package io.baton.master.group;

import java.util.List;

/**
 * Starts that failed while none has succeeded yet. Three of them say that the program, or how it is started, is wrong: no
 * further one will do better. Once a worker was ready, this counts nothing any more. Conductor thread only.
 */
final class BootFailures {

    private static final int LIMIT = 3;

    private int failed;
    private boolean over;

    /** A worker became ready: the program can start. */
    void ready() {
        over = true;
    }

    /**
     * A worker died before it was ready, or could not be started.
     *
     * @param othersMaySucceed whether a slot is still at its first start
     * @return whether it is time to give up; true at most once
     */
    boolean failed(boolean othersMaySucceed) {
        failed++;
        boolean hopeless = !over && failed >= LIMIT && !othersMaySucceed;
        over |= hopeless;
        return hopeless;
    }

    /**
     * For the operator.
     *
     * @param end of the last one that failed
     * @param lastLines that it printed, the oldest first
     */
    String inWords(String end, List<String> lastLines) {
        String why = LastWords.reason(lastLines).map(line -> ": " + line).orElse("");
        return "no worker can start: " + failed + " starts failed, the last one: " + end + why;
    }
}
