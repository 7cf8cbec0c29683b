package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** A worker that joins gets about its share of the open connections, without a storm and without any coming back. */
final class RebalanceTest {

    private static final long LONG_ENOUGH_MS = 29_000;

    private final ManualClock clock = new ManualClock();
    private final Map<String, Integer> open = new LinkedHashMap<>();
    private final List<String> gifts = new ArrayList<>();
    private final Rebalance<String> rebalance = new Rebalance<>(clock, new Crowd());

    private boolean replacing;
    private boolean stopping;
    private boolean nothingIdle;
    private int movedInAll;
    private int largest;

    /** Workers with as many connections as the test says, all of them idle. */
    private final class Crowd implements Rebalance.Workers<String> {

        @Override
        public boolean maySettle() {
            return !replacing;
        }

        @Override
        public boolean stop() {
            return stopping;
        }

        @Override
        public List<String> ready() {
            return List.copyOf(open.keySet());
        }

        @Override
        public int open(String worker) {
            return open.getOrDefault(worker, 0);
        }

        @Override
        public boolean canGive(String worker) {
            return !worker.startsWith("node");
        }

        @Override
        public void give(String from, int count, String heir, IntConsumer given) {
            int moved = nothingIdle ? 0 : count;
            gifts.add(from + ">" + heir);
            open.merge(from, -moved, Integer::sum);
            open.merge(heir, moved, Integer::sum);
            movedInAll += moved;
            largest = Math.max(largest, count);
            given.accept(moved);
        }
    }

    @Test
    void aWorkerThatJoinsGetsAboutItsShareFromThoseThatHaveMost() {
        open.putAll(Map.of("a", 1000, "b", 400, "c", 600));
        join("d");
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(open.get("d")).isBetween(450, 500);
        assertThat(open.get("a")).as("the richest gave first").isLessThan(1000);
        assertThat(open.get("b")).as("it had less than its share").isEqualTo(400);
        assertThat(clock.timers()).as("it is done, and looks no more").isZero();
    }

    @Test
    void connectionsMoveAFewAtATime() {
        open.put("a", 10_000);
        join("b");
        clock.advanceMs(1_000);
        assertThat(largest).isLessThanOrEqualTo(50);
        assertThat(open.get("b")).isBetween(100, 500);
    }

    @Test
    void aWorkerThatGotConnectionsGivesNoneForAMinute() {
        open.put("a", 300);
        join("b");
        clock.advanceMs(LONG_ENOUGH_MS);
        open.put("a", 0);
        join("c");
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(gifts).allMatch(gift -> gift.equals("a>b"));
        assertThat(open.get("c")).isZero();
        clock.advanceMs(60_000);
        join("d");
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(gifts).contains("b>d");
    }

    @Test
    void workersThatJoinTogetherDoNotTakeFromEachOther() {
        join("a");
        join("b");
        open.put("a", 100);
        join("c");
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(gifts).allMatch(gift -> gift.startsWith("a>"));
        assertThat(movedInAll)
                .as("each connection moved at most once")
                .isEqualTo(open.getOrDefault("b", 0) + open.getOrDefault("c", 0));
        assertThat(open.get("a")).isBetween(33, 40);
    }

    @Test
    void littleThingsAreNotWorthTheWay() {
        open.putAll(Map.of("a", 4, "b", 4));
        join("c");
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(gifts).isEmpty();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void nothingMovesWhileWorkersAreReplacedButAfterwards() {
        open.put("a", 100);
        replacing = true;
        join("b");
        clock.advanceMs(5_000);
        assertThat(gifts).isEmpty();
        replacing = false;
        clock.advanceMs(5_000);
        assertThat(open.get("b")).isBetween(45, 50);
    }

    @Test
    void nothingMovesWhenTheApplicationStops() {
        open.put("a", 100);
        join("b");
        stopping = true;
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(gifts).isEmpty();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aWorkerWithoutIdleConnectionsIsAskedOnceASecondForHalfAMinute() {
        open.put("a", 100);
        nothingIdle = true;
        join("b");
        clock.advanceMs(120_000);
        assertThat(gifts.size()).isBetween(20, 31);
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aWorkerThatCannotGiveIsNotAsked() {
        open.put("node", 100);
        join("b");
        clock.advanceMs(120_000);
        assertThat(gifts).isEmpty();
        assertThat(clock.timers()).isZero();
    }

    @Test
    void aWorkerThatDiesBeforeItHasItsShareIsForgotten() {
        open.put("a", 1000);
        join("b");
        clock.advanceMs(300);
        open.remove("b");
        int before = gifts.size();
        clock.advanceMs(LONG_ENOUGH_MS);
        assertThat(gifts).hasSize(before);
        assertThat(clock.timers()).isZero();
    }

    private void join(String worker) {
        open.putIfAbsent(worker, 0);
        rebalance.joined(worker);
    }
}
