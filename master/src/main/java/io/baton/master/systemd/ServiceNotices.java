package io.baton.master.systemd;

import io.baton.master.config.Operator;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Event;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.protocol.posix.NotifySocket;

/**
 * Tells the service manager how this master does (sd_notify(3)): {@code READY=1} when a daemon takes commands or a master in
 * the foreground serves, {@code STOPPING=1} when it stops. Conductor thread only.
 */
public final class ServiceNotices implements Journal.Subscriber {

    private final NotifySocket socket;
    private final boolean foreground;

    private boolean ready;

    /**
     * Tells the service manager what the journal hears from now on, if one has started this process.
     *
     * @param foreground whether the master is ready only when its applications are
     */
    public static void begin(Journal journal, boolean foreground) {
        NotifySocket manager = Operator.serviceManager();
        if (manager != null) {
            journal.subscribe(1, new ServiceNotices(manager, foreground));
        }
    }

    ServiceNotices(NotifySocket socket, boolean foreground) {
        this.socket = socket;
        this.foreground = foreground;
    }

    @Override
    public void heard(Entry entry) {
        Event event = entry.event();
        if (event instanceof MasterEvent.Stopping) {
            socket.send("STOPPING=1\nSTATUS=stopping");
        } else if (event instanceof MasterEvent.Started && !foreground) {
            isReady("takes commands");
        } else if (event instanceof ApplicationEvent.Ready) {
            isReady(event.text());
        }
    }

    private void isReady(String status) {
        socket.send((ready ? "" : "READY=1\n") + "STATUS=" + status);
        ready = true;
    }
}
