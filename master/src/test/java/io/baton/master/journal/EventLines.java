package io.baton.master.journal;

import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerState;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event of each kind, and its line in the log with the level of java.util.logging before it. */
public final class EventLines {

    private static final WorkerId WORKER = new WorkerId("api", "worker 3", 3, 4711);
    private static final WorkerId SPARE = new WorkerId("api", "spare 4", 4, 4712);

    public static final Map<Event, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put(new MasterEvent.Started(99), "INFO master (pid 99)");
        ALL.put(new MasterEvent.Stopping("SIGTERM"), "INFO stopping: SIGTERM");
        ALL.put(
                new MasterEvent.Upgraded(99, "0.1.0", "0.2.0", 87),
                "INFO master (pid 99) upgraded from 0.1.0 to 0.2.0 in 87 ms");
        ALL.put(new MasterEvent.NotUpgraded("busy: api: it stops"), "WARNING not upgraded: busy: api: it stops");
        ALL.put(new MasterEvent.NotReady("SIGTERM", 5000), "INFO not ready: SIGTERM; stopping in 5000 ms");
        ALL.put(new MasterEvent.Interrupted(), "WARNING second SIGINT: stopping at once");
        ALL.put(new MasterEvent.Stopped(), "INFO stopped");
        ALL.put(new MasterEvent.ArchiveMade("", ""), "INFO class-data archive made: later workers start faster");
        ALL.put(
                new MasterEvent.ArchiveNotMade("shop", "shop ", "no memory", Level.WARNING),
                "WARNING shop no class-data archive: no memory");
        ALL.put(
                new ApplicationEvent.Started("api", "", 3, 1, "as configured"),
                "INFO workers 3, spares 1 (as configured)");
        ALL.put(
                new ApplicationEvent.Ready("api", "api ", "3 workers on http://localhost:3000", "0.7"),
                "INFO api ready: 3 workers on http://localhost:3000 in 0.7 s");
        ALL.put(new ApplicationEvent.Ready("api", "", "1 worker", null), "INFO ready after all: 1 worker");
        ALL.put(
                new ApplicationEvent.CannotStart("api", "port 3000 is in use"),
                "SEVERE api cannot start: port 3000 is in use");
        ALL.put(new ApplicationEvent.Stopped("api", "api "), "INFO api stopped by the operator: no process is left");
        ALL.put(new ApplicationEvent.Deleted("api"), "INFO api deleted");
        ALL.put(new ApplicationEvent.Grew("api", "", 4), "INFO one worker more: 4");
        ALL.put(
                new ApplicationEvent.Shrank("api", "", 2, List.of(WORKER)),
                "INFO one worker less: 2; [worker 3 (pid 4711)] leave");
        ALL.put(new ApplicationEvent.DidNotShrink("api", "", 1), "WARNING no worker less: 1");
        ALL.put(
                new ApplicationEvent.RefusedClients("api", "api ", "answered 503", 1, 0),
                "WARNING api no worker was ready: 1 connection answered 503");
        ALL.put(
                new ApplicationEvent.RefusedClients("api", "", "closed", 25, 2.5),
                "WARNING no worker was ready: 25 connections closed, 2.5 a second");
        ALL.put(
                new ApplicationEvent.LeftChildren("api", 4711, false),
                "INFO children of pid 4711 outlived it: SIGTERM");
        ALL.put(
                new ApplicationEvent.LeftChildren("api", 4711, true),
                "WARNING children of pid 4711 ignored SIGTERM: SIGKILL");
        ALL.put(
                new ApplicationEvent.MetricsLeftOut("api", "metric a is left out: workers disagree about its type"),
                "WARNING api: metric a is left out: workers disagree about its type");
        ALL.put(
                new ApplicationEvent.SharingTroubled("api", "worker 1 does not read what is said to it"),
                "WARNING api, shared state: worker 1 does not read what is said to it");
        ALL.put(new ReloadEvent.Refused("api", "api ", "no memory"), "SEVERE api not reloaded: no memory");
        ALL.put(new ReloadEvent.Begun("api", "", 2, "SIGHUP"), "INFO reload to generation 2: SIGHUP");
        ALL.put(
                new ReloadEvent.OnTrial(WORKER, 3_000),
                "INFO worker 3 (pid 4711) is ready, and gets connections if it lives for 3000 ms");
        ALL.put(new ReloadEvent.Done("api", "", 2, 3_737), "INFO reloaded: generation 2 serves, after 3737 ms");
        ALL.put(
                new ReloadEvent.Failed("api", "api ", 2, "api worker 1 died"),
                "SEVERE api reload to generation 2 failed: api worker 1 died");
        ALL.put(new ReloadEvent.LastLine("api", "", "Error: no"), "WARNING its last lines: Error: no");
        ALL.put(
                new ReloadEvent.Stays("api", "worker 1", "app.js has changed"),
                "WARNING worker 1 stays as it is: app.js has changed");
        ALL.put(
                new ListenerEvent.Opened("api", "", "http://localhost:3000", 3000, "; workers accept"),
                "INFO listening on http://localhost:3000; workers accept");
        ALL.put(
                new ListenerEvent.Closed("api", "api ", "/run/api.sock"),
                "INFO api no longer listening on /run/api.sock: no worker does");
        ALL.put(
                new SlotEvent.Waits("api", "worker 3", 3, SlotState.BACKOFF, 150, 2),
                "WARNING worker 3 waiting restart: next start in 150 ms, after 2 exits in a row");
        ALL.put(
                new SlotEvent.Waits("api", "worker 3", 3, SlotState.ERRORED, 15000, 9),
                "SEVERE worker 3 errored: next start in 15000 ms, after 9 exits in a row");
        ALL.put(
                new SlotEvent.StartFailed("api", "worker 3", 3, "no such file"),
                "SEVERE worker 3 could not be started: no such file");
        ALL.put(
                new SlotEvent.ReplacementFailed("api", "worker 3", 3),
                "WARNING worker 3 is not replaced: its successor did not become ready");
        ALL.put(new WorkerEvent.Created(WORKER, 7), "FINE worker 3 (pid 4711) created in 7 ms");
        ALL.put(
                new WorkerEvent.Stepped(WORKER, WorkerState.READY, WorkerState.DRAINING, "reload", Level.INFO),
                "INFO worker 3 (pid 4711) READY -> DRAINING: reload");
        ALL.put(
                new WorkerEvent.Hung(WORKER, "silent for more than 5000 ms"),
                "WARNING worker 3 (pid 4711) hangs: silent for more than 5000 ms");
        ALL.put(
                new WorkerEvent.Unhealthy(WORKER, "it answered 500 for /health, 3 times in a row"),
                "WARNING worker 3 (pid 4711) is unhealthy: it answered 500 for /health, 3 times in a row");
        ALL.put(new WorkerEvent.Recovered(WORKER), "INFO worker 3 (pid 4711) is healthy again");
        ALL.put(
                new WorkerEvent.KeptThreads(WORKER, "/home/threads.txt"),
                "WARNING worker 3 (pid 4711) was asked for its threads: they are in /home/threads.txt");
        ALL.put(
                new WorkerEvent.KeptThreads(WORKER, null),
                "WARNING worker 3 (pid 4711) was asked for its threads: they are in what it printed");
        ALL.put(
                new WorkerEvent.BrokeProtocol(WORKER, "line is not JSON"),
                "WARNING worker 3 (pid 4711) line is not JSON");
        ALL.put(new WorkerEvent.Died(WORKER, true, "SIGKILL"), "WARNING worker 3 (pid 4711) died: SIGKILL");
        ALL.put(
                new WorkerEvent.Died(WORKER, false, "exit code 1"),
                "WARNING worker 3 (pid 4711) died before it was ready: exit code 1");
        ALL.put(
                new WorkerEvent.LeftConnections(WORKER, 2),
                "WARNING worker 3 (pid 4711) left 2 connections unaccepted; other workers get them");
        ALL.put(
                new WorkerEvent.DumpedThreads(WORKER, "/home/threads.txt"),
                "WARNING worker 3 (pid 4711) hung: its threads are in /home/threads.txt");
        ALL.put(
                new WorkerEvent.DumpedThreads(WORKER, null),
                "WARNING worker 3 (pid 4711) hung: its threads are in what it printed");
        ALL.put(
                new WorkerEvent.Crashed(WORKER, "SIGSEGV", "/home/hs_err.log"),
                "WARNING worker 3 (pid 4711) crashed: SIGSEGV; report: /home/hs_err.log");
        ALL.put(
                new WorkerEvent.ReplacementBegun(WORKER, "1000 requests"),
                "INFO worker 3 (pid 4711) is replaced: 1000 requests");
        ALL.put(new WorkerEvent.TookSlot(SPARE, "worker 3"), "INFO spare 4 (pid 4712) takes the slot of worker 3");
    }

    private EventLines() {}
}
