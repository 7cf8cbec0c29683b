package io.baton.master.journal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** A change of state in the master. The log shows each one as a line, and the control socket passes it on. */
public sealed interface Event
        permits MasterEvent, ApplicationEvent, ReloadEvent, ListenerEvent, SlotEvent, WorkerEvent {

    /** The application that it concerns; empty if it concerns the whole master. */
    String app();

    /** How important it is to an operator. */
    default Level level() {
        return Level.INFO;
    }

    /** The file with what a worker left that was killed or crashed; null if there is none. */
    default @Nullable String evidence() {
        return null;
    }

    /** The line in the log. */
    String text();

    /** The kind of event, as {@code worker.state}: a name that does not change with the classes. */
    String type();
}
