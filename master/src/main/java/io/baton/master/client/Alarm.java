package io.baton.master.client;

import java.io.IOException;
import java.nio.channels.Channel;

/**
 * Closes a channel when an answer does not come in time, because a read on the JDK's Unix-domain channel has no timeout. A
 * selector would load more classes than the whole rest of a short command.
 */
final class Alarm extends Thread {

    private final Channel channel;
    private final long afterMs;

    private boolean off;
    private volatile boolean rang;

    private Alarm(Channel channel, long afterMs) {
        super("baton-alarm");
        this.channel = channel;
        this.afterMs = afterMs;
        setDaemon(true);
    }

    /** Sets an alarm that rings after so many milliseconds. */
    static Alarm set(Channel channel, long afterMs) {
        Alarm alarm = new Alarm(channel, afterMs);
        alarm.start();
        return alarm;
    }

    /** Whether it has closed the channel. */
    boolean rang() {
        return rang;
    }

    /** The answer is there. */
    synchronized void off() {
        off = true;
        notifyAll();
    }

    @Override
    public void run() {
        if (isOffInTime()) {
            return;
        }
        try {
            rang = true;
            channel.close();
        } catch (IOException e) {
            // The reader sees a closed channel all the same.
        }
    }

    private synchronized boolean isOffInTime() {
        long end = System.nanoTime() + afterMs * 1_000_000;
        try {
            for (long left = afterMs; !off && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            off = true;
        }
        return off;
    }
}
