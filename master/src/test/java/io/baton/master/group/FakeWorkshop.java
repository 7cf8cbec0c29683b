package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.fetch.FakeFetcher;
import io.baton.master.fetch.Fetcher;
import io.baton.master.listen.Addresses;
import io.baton.master.listen.FakeEndpoints;
import io.baton.master.listen.FakeSockets;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.program.Program;
import io.baton.master.worker.FakeLauncher;
import io.baton.master.worker.Launcher;
import io.baton.protocol.ListenAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes parts without sockets and processes. A start waits until the test says how it went. */
final class FakeWorkshop implements Workshop {

    private final Addresses addresses = new Addresses();
    private final FakeFetcher fetcher = new FakeFetcher();
    private final List<Clock> clocks = new ArrayList<>();
    private final List<FakeLauncher> launchers = new ArrayList<>();
    private final List<FakeEndpoints> endpoints = new ArrayList<>();
    private final List<Program> dismantled = new ArrayList<>();

    private List<ListenSocket> sockets = List.of();
    private final List<Declaration> reads = new ArrayList<>();
    private final List<FakeProgram> programs = new ArrayList<>();

    private @Nullable Reading reading;
    private @Nullable Result waiting;
    private @Nullable GroupConfig config;

    @Override
    public void equip(GroupConfig wanted, Result result) {
        waiting = result;
        config = wanted;
    }

    /** The sockets that the last start asked for are open. */
    void equips() {
        List<ListenConfig> opened = config == null ? List.of() : config.opened();
        sockets = opened.stream().map(FakeSockets::of).toList();
        FakeProgram program = new FakeProgram();
        programs.add(program);
        take().equipped(new Equipment(sockets, program));
    }

    /** The last start cannot be equipped. */
    void fails(Refusal refusal) {
        take().failed(new Outcome.Refused(refusal, "no luck"));
    }

    private Result take() {
        Result result = waiting;
        if (result == null) {
            throw new AssertionError("nothing was asked for");
        }
        waiting = null;
        return result;
    }

    @Override
    public void read(Declaration declaration, Reading result) {
        reads.add(declaration);
        reading = result;
    }

    /** What was declared can be read, and says this. */
    void reads(GroupConfig found, long memoryBytes) {
        Reading asked = reading;
        if (asked == null) {
            throw new AssertionError("nothing is to be read");
        }
        reading = null;
        asked.read(found, memoryBytes);
    }

    /** What was declared cannot be read. */
    void cannotRead(String reason) {
        if (reading != null) {
            reading.failed(new Outcome.Refused(Refusal.BAD_PROGRAM, reason));
        }
    }

    /** The declarations that were read. */
    List<Declaration> declarations() {
        return reads;
    }

    @Override
    public void renew(GroupConfig wanted, List<ListenAddress> bound, Renewed result) {
        FakeProgram program = new FakeProgram();
        programs.add(program);
        result.renewed(program);
    }

    /** The program of each start and reload, the first one first. */
    List<FakeProgram> programs() {
        return programs;
    }

    @Override
    public Fetcher fetcher() {
        return fetcher;
    }

    /** Answers what workers are asked. */
    FakeFetcher answers() {
        return fetcher;
    }

    @Override
    public Listeners listeners(GroupConfig of, Clock clock) {
        clocks.add(clock);
        FakeEndpoints opened = new FakeEndpoints();
        endpoints.add(opened);
        return opened.listeners(clock, of.supervision().timeouts().holdMs(), of.name(), addresses);
    }

    @Override
    public Launcher launcher(GroupConfig of, Clock clock) {
        FakeLauncher launcher = new FakeLauncher(clock, of.supervision());
        launchers.add(launcher);
        return launcher;
    }

    @Override
    public void dismantle(Program program, Runnable whenDone) {
        dismantled.add(program);
        whenDone.run();
    }

    /** The sockets of the last start. */
    List<ListenSocket> sockets() {
        return sockets;
    }

    /** The clock that each start was made with, the first one first. */
    List<Clock> clocks() {
        return clocks;
    }

    /** The launcher of each start and reload, the first one first. */
    List<FakeLauncher> launchers() {
        return launchers;
    }

    /** The launcher of the last start. */
    FakeLauncher launcher() {
        return launchers.get(launchers.size() - 1);
    }

    /** The endpoints of the last start. */
    FakeEndpoints endpoints() {
        return endpoints.get(endpoints.size() - 1);
    }

    /** The programs that are needed no more. */
    List<Program> dismantled() {
        return dismantled;
    }
}
