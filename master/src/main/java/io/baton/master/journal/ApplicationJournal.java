package io.baton.master.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal for the parts of one application, which need not know which application it is. Conductor thread only. */
public final class ApplicationJournal {

    private final Journal journal;
    private final String app;
    private final String label;

    /**
     * For one application.
     *
     * @param app its name
     * @param label begins the names of its workers and its lines in the log, as {@code "api "}; empty if the master has no
     *     other application
     */
    public ApplicationJournal(Journal journal, String app, String label) {
        this.journal = journal;
        this.app = app;
        this.label = label;
    }

    /** The name of the application. */
    public String app() {
        return app;
    }

    /** What begins the names of its workers; may be empty. */
    public String label() {
        return label;
    }

    /** Writes down any event of this application. */
    public void add(Event event) {
        journal.add(event);
    }

    /** As {@link ApplicationEvent.Started}. */
    public void started(int workers, int spares, String facts) {
        add(new ApplicationEvent.Started(app, label, workers, spares, facts));
    }

    /** As {@link ApplicationEvent.Ready}. */
    public void ready(String what, @Nullable String seconds) {
        add(new ApplicationEvent.Ready(app, label, what, seconds));
    }

    /** As {@link ApplicationEvent.Grew}. */
    public void grew(int workers) {
        add(new ApplicationEvent.Grew(app, label, workers));
    }

    /** As {@link ApplicationEvent.Shrank}. */
    public void shrank(int workers, List<WorkerId> leaving) {
        add(new ApplicationEvent.Shrank(app, label, workers, leaving));
    }

    /** As {@link ApplicationEvent.DidNotShrink}. */
    public void didNotShrink(int workers) {
        add(new ApplicationEvent.DidNotShrink(app, label, workers));
    }

    /** As {@link ApplicationEvent.RefusedClients}. */
    public void refusedClients(String end, long count, double perSecond) {
        add(new ApplicationEvent.RefusedClients(app, label, end, count, perSecond));
    }

    /** As {@link ApplicationEvent.LeftChildren}. */
    public void leftChildren(int leader, boolean killed) {
        add(new ApplicationEvent.LeftChildren(app, leader, killed));
    }

    /** As {@link ListenerEvent.Opened}. */
    public void listenerOpened(String address, int port, String note) {
        add(new ListenerEvent.Opened(app, label, address, port, note));
    }

    /** As {@link ListenerEvent.Closed}. */
    public void listenerClosed(String address) {
        add(new ListenerEvent.Closed(app, label, address));
    }
}
