package io.baton.master.worker;

import io.baton.master.carried.CarriedLeaving;
import io.baton.master.conductor.Clock;
import io.baton.master.config.StopSignal;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.Lane;
import java.util.function.IntConsumer;

/**
 * Tells one worker to leave, when it has answered a last question. A Node worker then closes its servers, and from Node 26.4 on
 * a server that closes also ends the connections that have not sent a byte. So a Node worker is told only when its new clients
 * have had time to speak. A worker of ours gives them that time itself. Conductor thread only.
 */
final class Farewell {

    private static final long NANOS_PER_MS = 1_000_000;

    /** Node itself ends a connection that has sent no request for so long (headersTimeout). */
    private static final long SILENT_NANOS = 60_000 * NANOS_PER_MS;

    /** Gives the program's handler time to close its servers before Node does: closing twice is an error in its callback. */
    private static final long HANDLER_MS = 100;

    /** A worker that hangs does not answer, and the master that stops waits for it. */
    private static final long ANSWER_MS = 1_000;

    private final Clock clock;
    private final Lane lane;
    private final long quietMs;
    private final StopSignal stopSignal;
    private final IntConsumer signal;
    private final LastQuestion question;
    private final Runnable disconnect;

    private long answerMs = ANSWER_MS;
    private boolean begun;
    private boolean signalled;
    private boolean told;
    private boolean leavesByItself;
    private boolean needless;
    private boolean writesAtItsEnd;

    /**
     * The worker has been told nothing yet.
     *
     * @param lane knows when the last connection came
     * @param supervision how long clients have to speak, and the signal for a Node program
     * @param signal sends a signal to the worker
     * @param question asked before the worker is told
     * @param disconnect tells the worker over its channel; does nothing when the channel has ended
     */
    Farewell(
            Clock clock,
            Lane lane,
            Supervision supervision,
            IntConsumer signal,
            LastQuestion question,
            Runnable disconnect) {
        this.clock = clock;
        this.lane = lane;
        this.quietMs = supervision.timeouts().disconnectDelayMs();
        this.stopSignal = supervision.stopSignal();
        this.signal = signal;
        this.question = question;
        this.disconnect = disconnect;
    }

    /** The worker was in the former image of this master. If it was to be told later, it is told now. */
    void goOn(CarriedLeaving carried) {
        begun = carried.begun();
        signalled = carried.signalled();
        told = carried.told();
        leavesByItself = carried.byItself();
        needless = carried.needless();
        if (signalled && !told) {
            tellToDisconnect();
        } else if (begun && !told && !needless) {
            long now = clock.nanoTime();
            tellAfter(now, now + quietMs * NANOS_PER_MS);
        }
    }

    /** What the next image of this master goes on with. */
    CarriedLeaving carried(boolean expected, long terminateAtNanos, long killAtNanos) {
        return new CarriedLeaving(
                expected, begun, signalled, told, leavesByItself, needless, terminateAtNanos, killAtNanos);
    }

    /**
     * Tells the worker to leave, once; it gets no new connections any more. A worker of ours is told at once, and so is one
     * that got no connection for a minute. Any other is told when nothing is on its way to it and the disconnect delay has
     * passed, both from now on and since its last connection.
     *
     * @param atOnce whether it is a worker of ours
     * @param limitMs how long the worker has to leave; half of that is left for it in any case
     */
    void say(boolean atOnce, long limitMs) {
        if (begun) {
            return;
        }
        begun = true;
        answerMs = Math.min(ANSWER_MS, limitMs / 2);
        long now = clock.nanoTime();
        if (atOnce) {
            question.ask(answerMs, this::tellToDisconnect);
        } else if (lane.quietNanos(now) > SILENT_NANOS) {
            question.ask(answerMs, this::tell);
        } else {
            tellAfter(now + quietMs * NANOS_PER_MS, now + limitMs / 2 * NANOS_PER_MS);
        }
    }

    /** Whether the worker knows that it is to leave, or leaves of its own will. Until then it serves those that it is sent. */
    boolean isTold() {
        return told || signalled || needless;
    }

    /** The program closes a server that had connections. It may have got the signal to stop from elsewhere. */
    void closesByItself() {
        leavesByItself |= !told && lane.hasAccepted();
    }

    /** The worker disconnects of its own will. Node takes a second request to disconnect for an error. */
    void isNeedless() {
        begun = true;
        needless = true;
    }

    /** The JVM of the worker writes an archive between the end of its channel and its own end. */
    void writesAtItsEnd() {
        writesAtItsEnd = true;
    }

    /**
     * Whether the end of the channel means that the last connection has ended. That holds for servers that Node closed. A
     * program that closed them itself, or handles its signal, may still have connections.
     */
    boolean isDoneWhenChannelEnds() {
        return told && !leavesByItself && stopSignal.isNone() && !writesAtItsEnd;
    }

    private void tellAfter(long earliestNanos, long latestNanos) {
        long now = clock.nanoTime();
        long quietNanos = Math.max(earliestNanos - now, quietMs * NANOS_PER_MS - lane.quietNanos(now));
        long waitNanos = Math.min(quietNanos, latestNanos - now);
        if (waitNanos > 0) {
            // Rounded up: not a nanosecond too soon.
            long waitMs = (waitNanos + NANOS_PER_MS - 1) / NANOS_PER_MS;
            clock.after(waitMs, () -> tellAfter(earliestNanos, latestNanos));
        } else {
            question.ask(answerMs, this::tell);
        }
    }

    /** A program that closes its servers by itself got the signal from elsewhere, and might fail at a second one. */
    private void tell() {
        if (stopSignal.isNone() || leavesByItself || needless) {
            tellToDisconnect();
        } else {
            signalled = true;
            signal.accept(stopSignal.number());
            clock.after(HANDLER_MS, this::tellToDisconnect);
        }
    }

    private void tellToDisconnect() {
        if (!needless) {
            told = true;
            disconnect.run();
        }
    }
}
