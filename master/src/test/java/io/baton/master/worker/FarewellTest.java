package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.posix.Fd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a worker is told to leave, after it has got its last connection. */
final class FarewellTest {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");
    private static final long NANOS_PER_MS = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final Traffic traffic = new Traffic(16);
    private final List<Long> saidAtMs = new ArrayList<>();
    private final Farewell farewell = new Farewell(clock, traffic, () -> saidAtMs.add(nowMs()));
    private final long startNanos = clock.nanoTime();

    @Test
    void aWorkerThatNeverHadAConnectionIsToldAtOnce() {
        farewell.say(1_000, 12_500);
        assertThat(saidAtMs).containsExactly(0L);
        assertThat(farewell.isSaid()).isTrue();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aClientThatHasJustConnectedHasASecondToAsk() throws Exception {
        send(0);
        clock.advanceMs(1);
        accept(0);
        farewell.say(1_000, 12_500);
        clock.advanceMs(999);
        assertThat(farewell.isSaid()).isFalse();
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(1_001L);
    }

    @Test
    void soHasOneThatConnectedAWhileAgo() throws Exception {
        send(0);
        accept(0);
        clock.advanceMs(10_000);
        farewell.say(1_000, 12_500);
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(11_000L);
    }

    @Test
    void whatHasSaidNothingForAMinuteIsEndedByNodeAnywayAndIsNotWaitedFor() throws Exception {
        send(0);
        accept(0);
        clock.advanceMs(60_001);
        farewell.say(1_000, 12_500);
        assertThat(saidAtMs).containsExactly(60_001L);
    }

    @Test
    void aConnectionThatABlockedWorkerAcceptsLateHasItsSecondFromThenOn() throws Exception {
        send(0);
        farewell.say(1_000, 12_500);
        clock.advanceMs(3_500);
        accept(0);
        clock.advanceMs(60_000);
        assertThat(saidAtMs).hasSize(1);
        assertThat(saidAtMs.get(0)).isBetween(4_500L, 5_500L);
    }

    @Test
    void aWorkerThatNeverAcceptsIsToldWhileItStillHasTimeToLeave() {
        send(0);
        farewell.say(1_000, 12_500);
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(12_500L);
    }

    @Test
    void aShortKillTimeoutLeavesTimeToLeave() throws Exception {
        send(0);
        accept(0);
        farewell.say(1_000, 150);
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(150L);
    }

    @Test
    void withoutADelayItIsToldAtOnce() throws Exception {
        send(0);
        accept(0);
        farewell.say(0, 12_500);
        assertThat(saidAtMs).containsExactly(0L);
    }

    @Test
    void itIsToldOnlyOnce() throws Exception {
        send(0);
        accept(0);
        farewell.say(1_000, 12_500);
        farewell.say(1_000, 12_500);
        clock.advanceMs(60_000);
        farewell.say(0, 0);
        assertThat(saidAtMs).containsExactly(1_000L);
    }

    private void send(long seq) {
        traffic.sent(seq, new Connection(Fd.own(1 << 30), KEY, clock.nanoTime()), clock.nanoTime());
    }

    private void accept(long seq) throws Exception {
        traffic.accepted(clock.nanoTime());
        traffic.window().remove(seq);
    }

    private long nowMs() {
        return (clock.nanoTime() - startNanos) / NANOS_PER_MS;
    }
}
