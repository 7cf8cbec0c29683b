package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.BootFailure;
import io.baton.master.config.Orphans;
import io.baton.master.config.RestartLimits;
import io.baton.master.config.RetireLimits;
import io.baton.master.config.StopSignal;
import io.baton.master.config.Supervision;
import io.baton.master.config.Timeouts;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.FakeWorker;
import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker is told to leave when the clients that just connected had time to ask. */
final class FarewellTest {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");
    private static final long NANOS_PER_MS = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final FakeWorker worker = new FakeWorker("worker", clock, 16);
    private final List<Long> saidAtMs = new ArrayList<>();
    private final List<Integer> signals = new ArrayList<>();
    private final List<Long> limitsMs = new ArrayList<>();
    private final Farewell farewell = farewell(1_000, StopSignal.NONE);
    private final long startNanos = clock.nanoTime();

    private long answersAfterMs;

    @Test
    void aWorkerThatNeverHadAConnectionIsToldAtOnce() {
        farewell.say(false, 25_000);
        assertThat(saidAtMs).containsExactly(0L);
        assertThat(farewell.isDoneWhenChannelEnds()).isTrue();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aClientThatHasJustConnectedHasASecondToAsk() throws Exception {
        send();
        clock.advanceMs(1);
        accept();
        farewell.say(false, 25_000);
        clock.advanceMs(999);
        assertThat(farewell.isDoneWhenChannelEnds()).isFalse();
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(1_001L);
    }

    @Test
    void aClientThatConnectedAWhileAgoHasASecondToAsk() throws Exception {
        sendAndAccept();
        clock.advanceMs(10_000);
        leaves(farewell);
        assertThat(saidAtMs).containsExactly(11_000L);
    }

    @Test
    void aClientThatIsSilentForAMinuteIsNotWaitedForBecauseNodeEndsIt() throws Exception {
        sendAndAccept();
        clock.advanceMs(60_001);
        farewell.say(false, 25_000);
        assertThat(saidAtMs).containsExactly(60_001L);
    }

    @Test
    void aConnectionThatABlockedWorkerAcceptsLateHasItsSecondFromThenOn() throws Exception {
        send();
        farewell.say(false, 25_000);
        clock.advanceMs(3_500);
        accept();
        clock.advanceMs(60_000);
        assertThat(saidAtMs).hasSize(1);
        assertThat(saidAtMs.get(0)).isBetween(4_500L, 5_500L);
    }

    @Test
    void aWorkerThatNeverAcceptsIsToldWhileItStillHasTimeToLeave() {
        send();
        leaves(farewell);
        assertThat(saidAtMs).containsExactly(12_500L);
    }

    @Test
    void aShortKillTimeoutLeavesTimeToLeave() throws Exception {
        sendAndAccept();
        farewell.say(false, 300);
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(150L);
    }

    @Test
    void withoutADelayAWorkerIsToldAtOnce() throws Exception {
        sendAndAccept();
        farewell(0, StopSignal.NONE).say(false, 25_000);
        assertThat(saidAtMs).containsExactly(0L);
    }

    @Test
    void aWorkerIsToldOnlyOnce() throws Exception {
        sendAndAccept();
        farewell.say(false, 25_000);
        leaves(farewell);
        farewell.say(true, 0);
        assertThat(saidAtMs).containsExactly(1_000L);
    }

    @Test
    void aJvmWorkerIsToldAtOnceBecauseItGivesItsClientsASecondItself() throws Exception {
        sendAndAccept();
        farewell(1_000, StopSignal.of("TERM")).say(true, 25_000);
        assertThat(saidAtMs).containsExactly(0L);
        assertThat(signals).isEmpty();
    }

    @Test
    void aProgramsHandlerClosesItsServersBeforeNodeDoes() throws Exception {
        sendAndAccept();
        Farewell withSignal = farewell(1_000, StopSignal.of("USR2"));
        withSignal.say(false, 25_000);
        clock.advanceMs(999);
        assertThat(signals).isEmpty();
        clock.advanceMs(1);
        assertThat(signals).containsExactly(Processes.SIGUSR2);
        withSignal.closesByItself();
        assertThat(saidAtMs).isEmpty();
        clock.advanceMs(60_000);
        assertThat(saidAtMs).hasSize(1);
        assertThat(saidAtMs.get(0)).isBetween(1_001L, 1_200L);
        assertThat(signals).hasSize(1);
        assertThat(withSignal.isDoneWhenChannelEnds()).isFalse();
    }

    @Test
    void aProgramThatHasHeardTheSignalFromElsewhereDoesNotGetItTwiceAndKeepsItsConnections() throws Exception {
        sendAndAccept();
        Farewell withSignal = farewell(1_000, StopSignal.of("TERM"));
        withSignal.closesByItself();
        leaves(withSignal);
        assertThat(signals).isEmpty();
        assertThat(saidAtMs).containsExactly(1_000L);
        assertThat(withSignal.isDoneWhenChannelEnds()).isFalse();
    }

    @Test
    void aProgramThatHasOnlyLookedForAFreePortHasNotHeardAnything() {
        Farewell withSignal = farewell(1_000, StopSignal.of("TERM"));
        withSignal.closesByItself();
        withSignal.say(false, 25_000);
        assertThat(signals).containsExactly(Processes.SIGTERM);
    }

    /** A second disconnect is an uncaught error in Node. */
    @Test
    void aProgramThatDisconnectsItselfIsNotToldTo() throws Exception {
        sendAndAccept();
        Farewell withSignal = farewell(1_000, StopSignal.of("TERM"));
        withSignal.say(false, 25_000);
        clock.advanceMs(1_000);
        assertThat(signals).containsExactly(Processes.SIGTERM);
        withSignal.isNeedless();
        clock.advanceMs(60_000);
        assertThat(saidAtMs).isEmpty();
    }

    @Test
    void aWorkerIsToldWhenItHasAnsweredTheLastQuestionAndUntilThenItServes() {
        answersAfterMs = 300;
        farewell.say(true, 25_000);
        clock.advanceMs(299);
        assertThat(saidAtMs).isEmpty();
        assertThat(farewell.isTold()).isFalse();
        farewell.say(true, 25_000);
        clock.advanceMs(60_000);
        assertThat(saidAtMs).containsExactly(300L);
        assertThat(farewell.isTold()).isTrue();
        assertThat(limitsMs).containsExactly(1_000L);
    }

    @Test
    void aNodeProgramIsAskedWhenItsNewClientsHaveSpoken() throws Exception {
        answersAfterMs = 20_000;
        sendAndAccept();
        farewell.say(false, 1_500);
        clock.advanceMs(749);
        assertThat(limitsMs).isEmpty();
        clock.advanceMs(60_000);
        assertThat(limitsMs).containsExactly(750L);
        assertThat(saidAtMs).containsExactly(1_500L);
    }

    private Farewell farewell(long delayMs, StopSignal stopSignal) {
        Timeouts timeouts = new Timeouts(60_000, 28_000, 30_000, 5_000, 0, delayMs);
        Supervision supervision = new Supervision(
                timeouts,
                RestartLimits.DEFAULT,
                RetireLimits.NONE,
                Orphans.KILL,
                true,
                stopSignal,
                BootFailure.EXIT,
                Supervision.DEFAULT.reload(),
                Supervision.DEFAULT.probe(),
                List.of(),
                1,
                null);
        return new Farewell(clock, worker.lane(), supervision, signals::add, this::ask, () -> saidAtMs.add(nowMs()));
    }

    private void ask(long limitMs, Runnable then) {
        limitsMs.add(limitMs);
        if (answersAfterMs == 0) {
            then.run();
        } else {
            clock.after(Math.min(limitMs, answersAfterMs), then);
        }
    }

    private void send() {
        worker.gets(new Connection(Fd.own(Integer.MAX_VALUE), KEY, clock.nanoTime()));
    }

    private void accept() throws Exception {
        worker.accepts(0);
    }

    private void sendAndAccept() throws Exception {
        send();
        accept();
    }

    /** Gives the worker 25 s to leave and lets more time pass. */
    private void leaves(Farewell farewell) {
        farewell.say(false, 25_000);
        clock.advanceMs(60_000);
    }

    private long nowMs() {
        return (clock.nanoTime() - startNanos) / NANOS_PER_MS;
    }
}
