package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.listen.Addresses;
import io.baton.master.listen.FakeEndpoints;
import io.baton.master.listen.FakeSockets;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.program.Program;
import io.baton.master.worker.FakeLauncher;
import io.baton.master.worker.Launcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes parts without sockets and processes. A start waits until the test says how it went. */
final class FakeWorkshop implements Workshop {

    private final Addresses addresses = new Addresses();
    private final List<Clock> clocks = new ArrayList<>();
    private final List<FakeLauncher> launchers = new ArrayList<>();
    private final List<FakeEndpoints> endpoints = new ArrayList<>();
    private final List<Program> dismantled = new ArrayList<>();

    private List<ListenSocket> sockets = List.of();
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
        take().equipped(new Equipment(sockets, new FakeProgram()));
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
