package io.baton.master;

import io.baton.master.admin.AdminServer;
import io.baton.master.carried.CarriedAdmin;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.AdminAddress;
import io.baton.master.config.AdminConfig;
import io.baton.master.control.MasterProxy;
import io.baton.master.health.HealthBoard;
import io.baton.master.history.History;
import io.baton.master.home.AdminToken;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Journal;
import io.baton.master.listen.Binder;
import io.baton.master.listen.ListenSocket;
import io.baton.master.metrics.EventCounts;
import io.baton.master.metrics.MetricsPage;
import io.baton.master.shared.SharedFigures;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.texts.Asker;
import io.baton.master.totals.Totals;
import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a master is seen over HTTP, if its operator wants that. What it needs is loaded only then. */
final class AdminAccess {

    private static final Logger LOG = System.getLogger(AdminAccess.class.getName());

    private final Conductor conductor;
    private final Path home;
    private final Journal journal;
    private final Totals totals;
    private final Supplier<MasterSnapshot> snapshots;
    private final MasterProxy proxy;
    private final Asker served;
    private final Supplier<Map<String, SharedFigures>> shared;

    private AdminConfig config;
    private @Nullable AdminServer server;
    private @Nullable HealthBoard board;
    private int socket;
    private int port;

    /**
     * Of one master, not open.
     *
     * @param snapshots called on the conductor
     * @param served asks workers that serve their metrics
     * @param shared what the workers of each application share
     */
    AdminAccess(
            Conductor conductor,
            Path home,
            Journal journal,
            Totals totals,
            AdminConfig config,
            Supplier<MasterSnapshot> snapshots,
            MasterProxy proxy,
            Asker served,
            Supplier<Map<String, SharedFigures>> shared) {
        this.shared = shared;
        this.conductor = conductor;
        this.home = home;
        this.journal = journal;
        this.totals = totals;
        this.config = config;
        this.snapshots = snapshots;
        this.proxy = proxy;
        this.served = served;
    }

    /**
     * Opens it, before anything is started.
     *
     * @throws IOException if the address cannot be bound, or there is no token
     */
    void open() throws IOException {
        AdminAddress address = config.address();
        if (address != null) {
            Path file = tokenFile();
            AdminToken token = token(file);
            ListenSocket bound = bind(address);
            port = bound.address().port();
            serve(token, bound.socket().release(), false);
            LOG.log(Level.INFO, "metrics, health and events on {0}; token in {1}", url(address), file);
        }
    }

    private Path tokenFile() {
        Path named = config.tokenFile();
        return named == null ? AdminToken.file(home) : named;
    }

    /** Without a home, as in a container, health can still be asked for: it needs no token. */
    private AdminToken token(Path file) throws IOException {
        if (config.tokenFile() != null) {
            return AdminToken.named(file);
        }
        try {
            return AdminToken.of(home);
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "no token can be kept in {0}: only health is served (expected: --admin-token-file, or a home)",
                    file);
            return AdminToken.unknown();
        }
    }

    private static ListenSocket bind(AdminAddress address) throws IOException {
        try {
            return Binder.bind(address.host().isEmpty() ? null : address.host(), address.port());
        } catch (IOException e) {
            throw new IOException("--admin: " + e.getMessage(), e);
        }
    }

    private String url(AdminAddress address) {
        return "http://" + new AdminAddress(address.host(), port).toString().replace("*", "localhost");
    }

    /** Goes on with the socket of the former image of this master. On the conductor. */
    void goOn(@Nullable CarriedAdmin carried) {
        if (carried == null) {
            return;
        }
        String carriedFile = carried.tokenFile();
        config = new AdminConfig(
                carried.socket() == 0 ? null : new AdminAddress(carried.host(), carried.port()),
                carried.hosts(),
                carriedFile == null ? null : Path.of(carriedFile),
                carried.drainDelayMs());
        if (carried.socket() != 0) {
            port = carried.port();
            try {
                serve(token(tokenFile()), carried.socket(), true);
            } catch (IOException e) {
                LOG.log(Level.ERROR, "metrics, health and events are not served any more: {0}", e.getMessage());
                Fd.own(carried.socket()).close();
            }
        }
    }

    private void serve(AdminToken token, int listening, boolean resumed) {
        totals.show();
        HealthBoard written = new HealthBoard(conductor, journal, snapshots);
        MetricsPage metrics = new MetricsPage(conductor, snapshots, totals, written::lagNanos, shared);
        History history = new History(conductor, journal::nowMs, snapshots, totals);
        conductor.post(() -> {
            totals.texts().show(conductor, served, this::leftOut);
            journal.subscribe(1, new EventCounts(totals));
            written.begin();
            if (resumed) {
                history.goOn();
            } else {
                history.begin();
            }
        });
        AdminServer opened = new AdminServer(token, config.hosts(), written, metrics, proxy, history);
        opened.open(listening);
        socket = listening;
        board = written;
        server = opened;
    }

    private void leftOut(String app, String words) {
        journal.add(new ApplicationEvent.MetricsLeftOut(app, words));
    }

    /** What the next image of this master goes on with. */
    CarriedAdmin carried() {
        AdminAddress address = config.address();
        Path file = config.tokenFile();
        return new CarriedAdmin(
                socket,
                address == null ? "" : address.host(),
                port,
                config.hosts(),
                file == null ? null : file.toString(),
                config.drainDelayMs());
    }

    /** How long the master still accepts connections when it is to stop. */
    long drainDelayMs() {
        return config.drainDelayMs();
    }

    /** The master is to stop: it is not ready from now on. On the conductor. */
    void stops() {
        if (board != null) {
            board.stops();
        }
    }

    /** The master has ended. On the main thread. */
    void close() {
        if (server != null) {
            server.close();
        }
    }
}
