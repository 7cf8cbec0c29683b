package io.baton.master.worker;

import io.baton.master.carried.CarriedReadiness;
import io.baton.master.conductor.Clock;
import io.baton.protocol.Message;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one worker is ready. Every worker is ready when it listens. A Node program may have other work: it is also
 * ready when it has run for three seconds. That does not hold if it asked to listen and could not, or if the worker before it
 * in its slot listened. A worker of Baton's, or a server, has to listen wherever that one did. Conductor thread only.
 */
public final class Readiness {

    /** The time that pm2 waits, too (listen_timeout). */
    private static final long LISTENS_WITHIN_MS = 3_000;

    /** A server opens a port for its management a while after that for its clients. */
    private static final long ELSEWHERE_WITHIN_MS = 30_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Consumer<String> whenReady;

    /** Of the sockets where it listens. */
    private final Set<String> keys = new LinkedHashSet<>();

    /** Where the worker before it listened. */
    private final Set<String> awaited = new LinkedHashSet<>();

    private Message.@Nullable QueryServer asked;
    private boolean waitsForOthers;

    private boolean alwaysListens;
    private boolean listened;
    private boolean couldNotListen;
    private boolean hasToListen;
    private long sinceNanos;

    /**
     * The worker was just started.
     *
     * @param whenReady called with the reason; may be called again when the worker is ready already
     */
    Readiness(Clock clock, Consumer<String> whenReady) {
        this.clock = clock;
        this.whenReady = whenReady;
    }

    /**
     * The worker is online.
     *
     * @param alwaysListens whether it is not ready in any other way
     */
    void online(boolean alwaysListens) {
        this.alwaysListens = alwaysListens;
        clock.after(LISTENS_WITHIN_MS, () -> {
            if (!hasToListen) {
                readyIfItHasOtherWork();
            }
        });
    }

    /** The worker was in the former image of this master. */
    void goOn(CarriedReadiness carried) {
        keys.addAll(carried.keys());
        awaited.addAll(carried.awaited());
        listened = carried.listened();
        couldNotListen = carried.couldNotListen();
        hasToListen = carried.hasToListen();
        sinceNanos = carried.sinceNanos();
    }

    /** What the next image of this master goes on with. */
    CarriedReadiness carried() {
        return new CarriedReadiness(
                listened, couldNotListen, hasToListen, sinceNanos, List.copyOf(keys), List.copyOf(awaited));
    }

    /** The worker listens. */
    void listens(String key) {
        listened = true;
        keys.add(key);
        if (missing() == null) {
            whenReady.accept("listens");
        } else if (!waitsForOthers) {
            waitsForOthers = true;
            clock.after(ELSEWHERE_WITHIN_MS, this::readyElsewhere);
        }
    }

    /**
     * The worker no longer listens there.
     *
     * @param byItself whether it was not told to leave, so that the next one need not listen there either
     */
    void closes(String key, boolean byItself) {
        if (byItself) {
            keys.remove(key);
        }
    }

    /** The worker asked to listen, and was told whether it may. */
    void answered(Message.QueryServer query, boolean mayListen) {
        asked = query;
        couldNotListen = !mayListen;
    }

    /** The worker before it in its slot listened on the sockets of these keys. */
    public void hasToListen(Set<String> before) {
        hasToListen = true;
        awaited.addAll(before);
    }

    /** The time to become ready is over. */
    void isOverdue() {
        if (listened) {
            readyElsewhere();
        }
        readyIfItHasOtherWork();
    }

    /** Why it may not have become ready, in words that follow that it did not; empty if nothing is known. */
    String doubt(WorkerProcess process) {
        if (asked != null) {
            if (couldNotListen) {
                return "; it could not listen on " + asked.address();
            }
            return alwaysListens
                    ? "; it asked for " + asked.address() + " (expected: the port of -p, and an answer to --ready-path)"
                    : "";
        }
        String own = alwaysListens ? process.ports() : "";
        return own.isEmpty() ? "" : "; it listens on port " + own + " by itself, past Baton, as native transports do";
    }

    /** The worker is ready from now on. */
    void begins() {
        sinceNanos = clock.nanoTime();
    }

    /** The keys of the sockets where the worker listens. */
    public Set<String> keys() {
        return Set.copyOf(keys);
    }

    /** Whether the worker listened somewhere, if only for a moment. */
    public boolean listened() {
        return listened;
    }

    /** Whether the worker ever was ready. */
    public boolean ever() {
        return sinceNanos != 0;
    }

    /** How long the worker has been ready, or was; 0 if it never was. */
    public long forMs() {
        return sinceNanos == 0 ? 0 : (clock.nanoTime() - sinceNanos) / NANOS_PER_MS;
    }

    /** The next version of a program may listen on fewer ports. */
    private void readyElsewhere() {
        String missing = missing();
        whenReady.accept(missing == null ? "listens" : "listens, but not on " + missing + " as the worker before it");
    }

    /** A port where the worker before it listened, and this one does not; null if there is none. */
    private @Nullable String missing() {
        if (alwaysListens) {
            for (String key : awaited) {
                if (!keys.contains(key)) {
                    return place(key);
                }
            }
        }
        return null;
    }

    /** The port of a key, {@code address:port:type:descriptor}; for a path the key as it is. */
    private static String place(String key) {
        String[] parts = key.split(":", -1);
        String port = parts.length < 4 ? "null" : parts[parts.length - 3];
        return port.equals("null") ? key : "port " + port;
    }

    private void readyIfItHasOtherWork() {
        if (!alwaysListens && !couldNotListen) {
            whenReady.accept("runs, without listening");
        }
    }
}
