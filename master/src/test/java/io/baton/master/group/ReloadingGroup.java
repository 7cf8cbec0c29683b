package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.ProbeRules;
import io.baton.master.config.ReloadRules;
import io.baton.master.config.RestartLimits;
import io.baton.master.config.RetireLimits;
import io.baton.master.config.Settings;
import io.baton.master.config.Supervision;
import io.baton.master.config.Surroundings;
import io.baton.master.config.Timeouts;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.listen.Peer;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import io.baton.master.worker.FakeLauncher;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A group without processes and sockets that is started and reloaded, on a clock turned by hand. */
final class ReloadingGroup {

    static final long TRIAL_MS = 3_000;
    static final long READY_MS = 60_000;
    private static final long MUCH_MEMORY = 1L << 40;
    private static final long DAY_MS = 86_400_000;
    private static final Declaration DECLARED = new Declaration(null, List.of(), Settings.DEFAULTS, Surroundings.NONE);

    final ManualClock clock = new ManualClock();
    final Journal journal = new Journal(clock);
    final FakeWorkshop workshop = new FakeWorkshop();
    final GroupConfig config;
    final Group group;

    private int ids;

    ReloadingGroup(int workers) {
        this(workers, 0, 1, TRIAL_MS);
    }

    ReloadingGroup(int workers, int spares, int surge, long trialMs) {
        config = config(workers, spares, surge, trialMs, 3000, RetireLimits.NONE);
        group = new Group(clock, config, new ApplicationJournal(journal, "api", "api "), workshop, () -> ids++);
    }

    /** That is reloaded like this. */
    ReloadingGroup(int workers, ReloadRules reload) {
        config = config(workers, 0, reload, 3000, RetireLimits.NONE);
        group = new Group(clock, config, new ApplicationJournal(journal, "api", "api "), workshop, () -> ids++);
    }

    /** Whose workers are asked whether they are healthy. */
    ReloadingGroup(int workers, ProbeRules probe) {
        config = with(config(workers, 0, 1, TRIAL_MS, 3000, RetireLimits.NONE), probe, List.of());
        group = new Group(clock, config, new ApplicationJournal(journal, "api", "api "), workshop, () -> ids++);
    }

    /** Whose new workers are asked for this before they are ready. */
    ReloadingGroup(int workers, int spares, List<String> warmUp) {
        GroupConfig plain = config(workers, spares, 1, TRIAL_MS, 3000, RetireLimits.NONE);
        config = with(plain, plain.supervision().probe(), warmUp);
        group = new Group(clock, config, new ApplicationJournal(journal, "api", "api "), workshop, () -> ids++);
    }

    private static GroupConfig with(GroupConfig other, ProbeRules probe, List<String> warmUp) {
        Supervision same = other.supervision();
        return new GroupConfig(
                other.name(),
                other.listeners(),
                other.delivery(),
                other.workers(),
                other.spares(),
                other.application(),
                other.workerOptions(),
                other.jvm(),
                new Supervision(
                        same.timeouts(),
                        same.restart(),
                        same.retire(),
                        same.orphans(),
                        same.killTree(),
                        same.stopSignal(),
                        same.bootFailure(),
                        same.reload(),
                        probe,
                        warmUp,
                        same.minReady(),
                        same.metricsPath()),
                other.logs(),
                other.shared(),
                other.surroundings());
    }

    static GroupConfig config(int workers, int spares, int surge, long trialMs, int port, RetireLimits retire) {
        return config(workers, spares, new ReloadRules(surge, trialMs, 0, null), port, retire);
    }

    private static GroupConfig config(int workers, int spares, ReloadRules reload, int port, RetireLimits retire) {
        Timeouts timeouts = new Timeouts(READY_MS, 28_000, 30_000, DAY_MS, 0, 1_000);
        Supervision standard = Supervision.DEFAULT;
        Supervision supervision = new Supervision(
                timeouts,
                RestartLimits.DEFAULT,
                retire,
                standard.orphans(),
                false,
                standard.stopSignal(),
                standard.bootFailure(),
                reload,
                standard.probe(),
                List.of(),
                standard.minReady(),
                null);
        GroupConfig builtIn = GroupConfig.BUILT_IN;
        return new GroupConfig(
                "api",
                List.of(new ListenConfig(ListenConfig.HTTP, "127.0.0.1", port)),
                builtIn.delivery(),
                workers,
                OptionalInt.of(spares),
                null,
                List.of(),
                builtIn.jvm(),
                supervision,
                builtIn.logs(),
                builtIn.shared(),
                Surroundings.NONE);
    }

    /** All workers serve, and all spares are there. */
    ReloadingGroup started() {
        CompletableFuture<Outcome> unused = group.start().toCompletableFuture();
        workshop.equips();
        readyAll(old());
        clock.advanceMs(300);
        readyAll(old());
        return this;
    }

    /** Asks for a reload that can begin. */
    CompletableFuture<Outcome> reloads() {
        CompletableFuture<Outcome> answer = asks();
        workshop.reads(config, MUCH_MEMORY);
        return answer;
    }

    CompletableFuture<Outcome> asks() {
        return group.reload().begin(DECLARED, "asked for").toCompletableFuture();
    }

    /** Starts the workers of the first generation. */
    FakeLauncher old() {
        return workshop.launchers().get(0);
    }

    /** Starts the workers of the newest generation. */
    FakeLauncher fresh() {
        return workshop.launcher();
    }

    /** A worker of the first generation, from 0 on. */
    FakeChild old(int number) {
        return old().children().get(number);
    }

    /** A worker of the newest generation, from 0 on. */
    FakeChild fresh(int number) {
        return fresh().children().get(number);
    }

    /** The next worker of the newest generation is ready, and has lived for the time of trial if it is the first. */
    FakeChild nextIsReady() {
        FakeChild next = fresh().startsReady();
        if (fresh().children().size() == 1) {
            clock.advanceMs(TRIAL_MS);
        }
        return next;
    }

    void readyAll(FakeLauncher launcher) {
        while (!launcher.waiting().isEmpty()) {
            launcher.startsReady();
        }
    }

    /** Every worker that was told to leave does. */
    void leaversAreGone() {
        for (FakeLauncher launcher : workshop.launchers()) {
            for (FakeChild child : launcher.children()) {
                if (child.state() == WorkerState.DRAINING) {
                    child.exits(0);
                } else if (child.state() == WorkerState.KILLING) {
                    child.isKilled();
                }
            }
        }
    }

    /** The rest of a reload whose first worker has been replaced. */
    void replacesTheRest() {
        leaversAreGone();
        while (!fresh().waiting().isEmpty()) {
            fresh().startsReady();
            leaversAreGone();
        }
    }

    /** The workers that get connections. */
    List<Peer> serving() {
        return new ArrayList<>(workshop.endpoints().only().takers());
    }

    void assertServing(FakeChild... workers) {
        List<Peer> expected = new ArrayList<>();
        for (FakeChild worker : workers) {
            expected.add(worker.worker());
        }
        assertThat(serving()).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The names of the processes that were ordered, of the first generation and of the newest. */
    void assertOrdered(List<String> ofOld, List<String> ofFresh) {
        assertThat(old().waiting()).isEqualTo(ofOld);
        assertThat(fresh().waiting()).isEqualTo(ofFresh);
    }

    List<String> events() {
        return journal.from(1, Journal.CAPACITY).stream()
                .map(entry -> entry.event().type())
                .toList();
    }
}
