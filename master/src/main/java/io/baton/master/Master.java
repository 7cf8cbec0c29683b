package io.baton.master;

import io.baton.master.carried.CarriedMaster;
import io.baton.master.cli.Version;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.MasterConfig;
import io.baton.master.control.ControlSocket;
import io.baton.master.control.MasterProxy;
import io.baton.master.group.ApplicationEvents;
import io.baton.master.group.Applications;
import io.baton.master.group.ApplicationsUpgrade;
import io.baton.master.group.ArchiveTrainer;
import io.baton.master.group.CronReloads;
import io.baton.master.group.Group;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.group.Reloads;
import io.baton.master.group.TargetVerbs;
import io.baton.master.home.Evidence;
import io.baton.master.home.HomeLock;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.output.Pipes;
import io.baton.master.shared.SharedState;
import io.baton.master.spawn.Reaper;
import io.baton.master.systemd.ServiceNotices;
import io.baton.master.upgrade.NewProgram;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One master from start to end: makes the applications, starts them, carries out the operator's signals, and stops all of them in
 * the end. After {@link #start} everything happens on the conductor.
 */
final class Master implements ApplicationEvents {

    private static final Logger LOG = System.getLogger(Master.class.getName());

    private final Conductor conductor = Conductor.start();
    private final Journal journal;
    private final ProcessWorkshop workshop;
    private final SharedState shared;
    private final Applications applications;
    private final ArchiveTrainer trainer;
    private final Starts starts;
    private final ControlAccess control;
    private final MasterLogs logs;
    private final StateKeeper keeper;
    private final Resurrection resurrection;
    private final ReloadOrders reloads;
    private final MasterUpgrades upgrades;
    private final MasterImage image;
    private final @Nullable HomeLock lock;
    private final MasterStop stop;
    private final AdminAccess admin;

    private int slots;

    /**
     * A master whose applications are stopped.
     *
     * @param home for what broken workers leave
     * @param lock of the home, if this master is a daemon, which does not end when it has nothing to run; null for a master in
     *     the foreground, which takes the lock if it is free
     * @param pipes reads what the workers print
     * @param ending is told the exit code
     * @param resumed what a former image has left, for {@link #goOn}; null for a master that is to be started
     */
    Master(
            MasterConfig config,
            Path home,
            @Nullable HomeLock lock,
            WorkerLibrary library,
            Pipes pipes,
            Ending ending,
            @Nullable ResumedMaster resumed) {
        this.lock = lock;
        this.image = new MasterImage(config, home, lock != null, resumed);
        this.journal = image.journal(conductor);
        this.slots = image.slots();
        this.shared = Callers.share(conductor, home, journal, this::applications);
        this.workshop = new ProcessWorkshop(
                conductor,
                journal,
                library,
                pipes,
                config.logging().workerNames(),
                Evidence.in(home),
                image.unlabelled(),
                image.number(),
                image.totals(),
                new SharedAddress(shared, library.nodeShared()));
        this.logs = new MasterLogs(conductor, pipes);
        this.applications = new Applications(
                conductor,
                group -> new Group(conductor, group, workshop.journal(group), workshop, () -> slots++),
                this);
        for (int i = 0; i < config.groups().size(); i++) {
            applications.add(config.declarations().get(i), config.groups().get(i));
        }
        FileWork files = new FileWork(conductor);
        this.keeper = new StateKeeper(home, applications);
        this.resurrection = new Resurrection(applications, keeper, files, journal);
        this.stop = new MasterStop(conductor, ending, journal, applications, keeper);
        changed();
        TargetVerbs verbs = new TargetVerbs(applications, this::changed);
        Reloads all = new Reloads(this::changed);
        this.reloads = new ReloadOrders(applications, verbs, all, files);
        conductor.post(new CronReloads(conductor, LogLine::wallClockMs, applications, all)::begin);
        MasterOrders orders = new MasterOrders(
                applications,
                verbs,
                reloads,
                files,
                logs,
                keeper,
                resurrection,
                image::pong,
                program -> upgrades().begin(program),
                () -> stop.ask("kill"));
        MasterReport report = new MasterReport(image, journal, applications, logs, keeper);
        MasterProxy proxy = new MasterProxy(conductor, journal, report::now, orders);
        ServedMetrics served = new ServedMetrics(applications, image.totals());
        this.admin = new AdminAccess(
                conductor, home, journal, image.totals(), config.admin(), report::now, proxy, served, shared::figures);
        ControlSocket socket = new ControlSocket(home, conductor, proxy, workshop::execute);
        this.control = new ControlAccess(socket, home, lock, conductor, ending);
        List<GroupConfig> known = resumed == null ? config.groups() : resumed.configs();
        this.trainer = workshop.trainer(lock != null
                || known.stream().anyMatch(group -> group.jvm().archive() && !group.isNode() && !group.isServer()));
        this.starts = new Starts(lock != null, conductor, journal, library, trainer, ending, stop::ask);
        stop.of(trainer, workshop.trainers(), admin, starts::exitCode);
        this.upgrades = new MasterUpgrades(
                conductor,
                home,
                image.number(),
                applications,
                workshop,
                pipes,
                journal,
                proxy,
                shared,
                this::busy,
                this::carried);
        workshop.whenIntroduced(control::open);
    }

    private MasterUpgrades upgrades() {
        return upgrades;
    }

    /** Replaces this program by what its jar is now, in place. Any thread may call. */
    void upgrade() {
        conductor.post(() -> {
            CompletionStage<Outcome> unused = upgrades.begin(image.successor());
        });
    }

    private CarriedMaster carried(NewProgram next, long beganNanos) {
        return image.carried(
                next, beganNanos, journal, slots, starts, control.socket(), keeper, admin.carried(), shared.carried());
    }

    /** Why this is no moment for an upgrade, apart from the applications; null if it is one. */
    private @Nullable String busy() {
        if (stop.isAsked()) {
            return "the master ends";
        } else if (control.isAwaited()) {
            return "the control socket is not open yet";
        }
        return trainer.isTraining() || workshop.trainers().isTraining() ? "a class-data archive is being made" : null;
    }

    /** Goes on with the workers, sockets and connections of a former image of this master. */
    void goOn(ResumedMaster resumed) {
        conductor.post(() -> {
            CarriedMaster carried = resumed.master();
            shared.goOn(carried.shared());
            resumed.giveTo(new ApplicationsUpgrade(applications), workshop);
            long ms = image.tookOver(conductor.nanoTime());
            ServiceNotices.begin(journal, lock == null);
            journal.add(new MasterEvent.Upgraded(Processes.pid(), resumed.from(), Version.own(), ms));
            starts.goOn(carried.served());
            keeper.goOn(carried.keeps(), carried.unrestored());
            control.goOn(carried);
            admin.goOn(carried.admin());
            new ApplicationsUpgrade(applications).workers().forEach(worker -> worker.handover()
                    .upgraded());
            watch();
        });
    }

    private Applications applications() {
        return applications;
    }

    /** How it is seen over HTTP. */
    AdminAccess admin() {
        return admin;
    }

    /** The one loop, on which everything is decided. */
    Conductor conductor() {
        return conductor;
    }

    /** The group of this name. Conductor thread only. */
    Group group(String name) {
        return Objects.requireNonNull(applications.named(name), name).group();
    }

    /** Starts all applications. */
    void start() {
        conductor.post(() -> {
            ServiceNotices.begin(journal, lock == null);
            if (lock != null) {
                workshop.introduceMaster();
                resurrection.restore();
            }
            for (Member member : applications.all()) {
                CompletionStage<Outcome> unused = applications.start(member, slot -> true);
            }
            watch();
        });
    }

    private void watch() {
        new Reaper(conductor, pid -> trainer.owns(pid) || workshop.trainers().owns(pid) || applications.owns(pid))
                .start();
    }

    /** The master has ended: stops the conductor, and removes what is left on the disk. On the main thread. */
    void release() {
        keeper.close();
        control.close();
        admin.close();
        shared.close();
        conductor.stop();
        applications.all().forEach(member -> member.group().cleanUp());
    }

    @Override
    public void changed() {
        shared.keepOnly(applications.nameSet());
        keeper.changed();
        stop.applicationsChanged();
    }

    @Override
    public void ready(Member member, Outcome.Done done, long ms) {
        starts.ready(member, done, ms, applications.all());
    }

    @Override
    public void cannotStart(Member member, Outcome.Refused refused) {
        if (!stop.isAsked()) {
            starts.cannotStart(member, refused, applications.all());
        }
    }

    /** How this master ends. */
    MasterStop stop() {
        return stop;
    }

    /** Replaces all workers one by one. Any thread may call. */
    void reload(String reason) {
        conductor.post(() -> {
            if (!stop.isAsked()) {
                reloads.reloadAll(reason);
            }
        });
    }

    /** Applies a verb of a signal, which names no group. Any thread may call. */
    void toTheOnlyGroup(String signal, Consumer<Group> verb) {
        conductor.post(() -> {
            List<Member> all = applications.all();
            if (all.size() == 1) {
                verb.accept(all.get(0).group());
            } else {
                LOG.log(Level.WARNING, "{0} names no application, and this master has {1}", signal, all.size());
            }
        });
    }
}
