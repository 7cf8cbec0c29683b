package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Fd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the master's own for one worker, sent as those of clients are, and through the same window. No other worker
 * ever gets it. If the worker refuses it, it is sent again a moment later. A worker has at most one of them unaccepted.
 * Conductor thread only.
 */
public final class Errand implements Source {

    /** Hears what becomes of it, until it is {@link #abandon abandoned}. Called on the conductor. */
    public interface Events {

        /** The worker has it. */
        void accepted();

        /** The worker has died before it had it. */
        void lost();
    }

    /** Where it is. */
    public enum Stage {
        /** The worker has no room for it. */
        WAITS,
        /** The worker was sent it, and has said nothing of it. */
        SENT,
        /** The worker has refused it a moment ago, and will be sent it again. */
        REFUSED,
        /** It is the worker's, or closed. */
        OVER
    }

    private static final long RETRY_REFUSED_MS = 100;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Lane lane;
    private final Connection connection;
    private final Events events;

    private Stage stage = Stage.WAITS;
    private long sentAtNanos;
    private boolean refusedAtOnce;
    private boolean abandoned;
    private Clock.@Nullable Cancel retry;

    /**
     * Not sent yet.
     *
     * @param socket the worker's end; owned by this object from here on
     * @param listener through which the worker is to believe that it came
     */
    public Errand(Clock clock, Lane lane, Fd socket, ListenKey listener, Events events) {
        this.clock = clock;
        this.lane = lane;
        this.connection = new Connection(socket, listener, clock.nanoTime());
        this.events = events;
        connection.offeredTo(this);
    }

    /** Sends it now, or when the worker has room. */
    public void begin() {
        lane.waits(this);
        hasRoom(lane);
    }

    /** Where it is. */
    public Stage stage() {
        return stage;
    }

    /**
     * Whether the worker refused it last in less time than a server has to accept it: it does not take connections, because it
     * has as many as it may have, or has closed its listener.
     */
    public boolean wasRefusedAtOnce() {
        return refusedAtOnce;
    }

    /**
     * Nothing is to be told any more. If the worker may have it already, it stays in its window until the worker says so or
     * dies.
     */
    public void abandon() {
        abandoned = true;
        if (retry != null) {
            retry.cancel();
        }
        if (stage == Stage.WAITS || stage == Stage.REFUSED) {
            end();
        }
    }

    @Override
    public boolean hasClients() {
        return false;
    }

    @Override
    public void hasRoom(Lane free) {
        if (lane.hasEnded()) {
            lose();
        } else if (stage == Stage.WAITS && lane.hasRoomForErrand()) {
            lane.waitsNoMore(this);
            stage = Stage.SENT;
            sentAtNanos = clock.nanoTime();
            lane.sendErrand(connection);
        }
    }

    /** The lane closes the master's copy. */
    @Override
    public void handedOver(Connection own, long nanos) {
        stage = Stage.OVER;
        if (!abandoned) {
            events.accepted();
        }
    }

    @Override
    public void refused(Connection own, Lane by) {
        refusedAtOnce = clock.nanoTime() - sentAtNanos < RETRY_REFUSED_MS * NANOS_PER_MS;
        stage = Stage.REFUSED;
        if (abandoned) {
            end();
        } else {
            retry = clock.after(RETRY_REFUSED_MS, this::sendAgain);
        }
    }

    private void sendAgain() {
        stage = Stage.WAITS;
        begin();
    }

    @Override
    public void takeBack(List<Connection> unaccepted) {
        lose();
    }

    private void lose() {
        end();
        if (!abandoned) {
            events.lost();
        }
    }

    private void end() {
        stage = Stage.OVER;
        lane.waitsNoMore(this);
        connection.close();
    }
}
