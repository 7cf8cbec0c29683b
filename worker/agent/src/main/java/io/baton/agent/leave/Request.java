package io.baton.agent.leave;

import io.baton.agent.channel.PrimaryProxy;
import io.baton.agent.listen.Listeners;
import java.util.concurrent.TimeUnit;
import sun.nio.ch.HeardSignal;

/**
 * A signal, and not the master, asks the worker to end. The worker tells its master and serves on until it is told to leave:
 * the master starts the successor first, or is stopping itself. A server that is not ready yet, or that leaves already, does what
 * any JVM does.
 */
public final class Request implements HeardSignal.Listener {

    /** Systemd, foreman and terminals send these signals to every process of a service, not to the master alone. */
    private static final String[] SIGNALS = {"TERM", "INT", "HUP"};

    /** The part of the kill timeout in which the successor must have come. */
    private static final int SUCCESSOR_PART = 4;

    private final PrimaryProxy primary;
    private final Listeners listeners;
    private final Departure departure;
    private final long killNanos;

    private String signal = "";
    private long sinceNanos;
    private boolean alone;

    /**
     * Not asked yet.
     *
     * @param killTimeoutMs after which the worker ends although no master has told it to leave
     */
    public Request(PrimaryProxy primary, Listeners listeners, Departure departure, long killTimeoutMs) {
        this.primary = primary;
        this.listeners = listeners;
        this.departure = departure;
        this.killNanos = TimeUnit.MILLISECONDS.toNanos(killTimeoutMs);
    }

    /** Hears the signals from now on. */
    public void hear() {
        for (String name : SIGNALS) {
            HeardSignal.tell(name, this);
        }
    }

    @Override
    public boolean heard(String name) {
        if (!listeners.isReady() || departure.hasBegun()) {
            return false;
        }
        synchronized (this) {
            if (!signal.isEmpty()) {
                return true;
            }
            signal = name;
            sinceNanos = System.nanoTime();
        }
        System.err.println("baton: " + name + ": leaves as soon as there is a successor");
        return primary.say("release", ",\"reason\":\"" + name + "\"");
    }

    /** No master has told the worker to leave yet. By the thread of the channel. */
    void goOn() {
        String asked;
        long waitedNanos;
        synchronized (this) {
            asked = signal;
            waitedNanos = System.nanoTime() - sinceNanos;
        }
        if (asked.isEmpty()) {
            return;
        }
        if (!alone && waitedNanos > killNanos / SUCCESSOR_PART) {
            alone = true;
            boolean unused = primary.say("retire", ",\"reason\":\"" + asked + "\"");
            departure.begin(false);
        }
    }
}
