package io.baton.master;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.CarriedMaster;
import io.baton.master.cli.Version;
import io.baton.master.conductor.Clock;
import io.baton.master.control.MasterProxy;
import io.baton.master.group.Applications;
import io.baton.master.group.ApplicationsUpgrade;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.output.Pipes;
import io.baton.master.shared.SharedState;
import io.baton.master.upgrade.KeptDescriptors;
import io.baton.master.upgrade.NewProgram;
import io.baton.master.upgrade.StateDocument;
import io.baton.master.upgrade.Successor;
import io.baton.master.upgrade.Upgrade;
import io.baton.master.upgrade.UpgradeCheck;
import io.baton.master.upgrade.UpgradeException;
import io.baton.master.upgrade.UpgradeParts;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The upgrades of one master in place, one at a time. Conductor thread only. */
final class MasterUpgrades implements UpgradeParts {

    /** Makes what the master itself carries. */
    interface Recording {

        /**
         * Makes it now.
         *
         * @param beganNanos when the last connection was accepted
         */
        CarriedMaster of(NewProgram next, long beganNanos);
    }

    private static final String REFUSAL = "the master replaces itself; ask again in a moment";

    private final Clock conductor;
    private final Path home;
    private final int image;
    private final ApplicationsUpgrade applications;
    private final ProcessWorkshop workshop;
    private final Pipes pipes;
    private final Journal journal;
    private final MasterProxy proxy;
    private final SharedState shared;
    private final Supplier<@Nullable String> busy;
    private final Recording record;

    private @Nullable NewProgram program;

    /**
     * Of one master.
     *
     * @param image how many images there were before this one
     * @param shared what workers share
     * @param busy why the master itself is busy; null if it is not
     * @param record what the master itself carries
     */
    MasterUpgrades(
            Clock conductor,
            Path home,
            int image,
            Applications applications,
            ProcessWorkshop workshop,
            Pipes pipes,
            Journal journal,
            MasterProxy proxy,
            SharedState shared,
            Supplier<@Nullable String> busy,
            Recording record) {
        this.shared = shared;
        this.conductor = conductor;
        this.home = home;
        this.image = image;
        this.applications = new ApplicationsUpgrade(applications);
        this.workshop = workshop;
        this.pipes = pipes;
        this.journal = journal;
        this.proxy = proxy;
        this.busy = busy;
        this.record = record;
    }

    /** Begins an upgrade. Done only if it fails: else this image is no more. */
    CompletionStage<Outcome> begin(NewProgram next) {
        if (program != null) {
            return Outcome.refused(Refusal.FAILED, "the master replaces itself already");
        }
        program = next;
        return new Upgrade(conductor, MasterUpgrades::onAnotherThread, this)
                .begin(next)
                .thenApply(this::failed);
    }

    private Outcome failed(Outcome outcome) {
        program = null;
        String reason = outcome instanceof Outcome.Refused refused ? refused.reason() : "";
        journal.add(new MasterEvent.NotUpgraded(reason));
        return outcome;
    }

    private static void onAnotherThread(Runnable work) {
        Thread thread = new Thread(work, "baton-upgrade");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public int image() {
        return image;
    }

    @Override
    public @Nullable String busy() {
        String own = busy.get();
        if (own != null || proxy.isCarryingOut()) {
            return own == null ? "a command goes on" : own;
        }
        String reason = applications.busy();
        return reason == null && !workshop.isIdle() ? "a process is being started" : reason;
    }

    @Override
    public void refuseOrders(boolean refused) {
        proxy.refuse(refused ? REFUSAL : null);
    }

    @Override
    public List<WorkerHandle> workers() {
        return applications.workers();
    }

    @Override
    public void pause(boolean pauses) {
        applications.pause(pauses);
    }

    @Override
    public boolean freezeOutput(long ms) {
        return pipes.freeze(ms);
    }

    @Override
    public void unfreezeOutput() {
        pipes.unfreeze();
    }

    @Override
    public State state(long beganNanos) {
        CarriedMaster master = record.of(Objects.requireNonNull(program), beganNanos);
        List<CarriedApplication> carried = applications.carried();
        List<Integer> descriptors = new ArrayList<>(master.descriptors());
        carried.forEach(one -> one.addDescriptorsTo(descriptors));
        return new State(master, carried, descriptors);
    }

    @Override
    public UpgradeCheck check(NewProgram next, State state) throws UpgradeException {
        try (Fd document = file(state)) {
            return UpgradeCheck.run(next.java(), next.jar(), document);
        } catch (PosixException e) {
            throw new UpgradeException("the state cannot be written: " + e.getMessage());
        }
    }

    private Fd file(State state) throws PosixException {
        byte[] document =
                StateDocument.encode(Version.own(), state.descriptors(), state.master(), state.applications());
        return StateDocument.file(document, home);
    }

    @Override
    public void execute(UpgradeCheck tried, long beganNanos) throws IOException {
        // First: until then another application may begin to share something.
        shared.leave();
        State state = state(beganNanos);
        try (Fd document = file(state)) {
            workshop.replaceThisProcess(
                    new Successor(tried.command(), document, new KeptDescriptors(state.descriptors())));
        } finally {
            // Only if it was not replaced.
            shared.stay();
        }
    }
}
