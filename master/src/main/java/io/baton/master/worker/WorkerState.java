package io.baton.master.worker;

/** How far a worker has come, as its master sees it. One table of what happens in which state, and nothing else. */
public enum WorkerState {
    /** The process exists. */
    STARTING,
    /** Its code runs and the channel works. */
    ONLINE,
    /** It takes connections. */
    READY,
    /** It takes nothing new and finishes what it has. */
    DRAINING,
    /** SIGTERM was sent. */
    STOPPING,
    /** SIGKILL was sent. */
    KILLING,
    /** It is gone; nothing happens any more. */
    EXITED;

    /** The state after the event: this one if the event means nothing here, as a late or repeated word of the worker's. */
    public WorkerState on(WorkerEvent event) {
        return switch (this) {
            case STARTING ->
                switch (event) {
                    case ONLINE -> ONLINE;
                    case LISTENING -> STARTING;
                    case DRAIN -> DRAINING;
                    case TERMINATE -> STOPPING;
                    case KILL -> KILLING;
                    case DIED -> EXITED;
                };
            case ONLINE ->
                switch (event) {
                    case ONLINE -> ONLINE;
                    case LISTENING -> READY;
                    case DRAIN -> DRAINING;
                    case TERMINATE -> STOPPING;
                    case KILL -> KILLING;
                    case DIED -> EXITED;
                };
            case READY ->
                switch (event) {
                    case ONLINE, LISTENING -> READY;
                    case DRAIN -> DRAINING;
                    case TERMINATE -> STOPPING;
                    case KILL -> KILLING;
                    case DIED -> EXITED;
                };
            case DRAINING ->
                switch (event) {
                    case ONLINE, LISTENING, DRAIN -> DRAINING;
                    case TERMINATE -> STOPPING;
                    case KILL -> KILLING;
                    case DIED -> EXITED;
                };
            case STOPPING ->
                switch (event) {
                    case ONLINE, LISTENING, DRAIN, TERMINATE -> STOPPING;
                    case KILL -> KILLING;
                    case DIED -> EXITED;
                };
            case KILLING ->
                switch (event) {
                    case ONLINE, LISTENING, DRAIN, TERMINATE, KILL -> KILLING;
                    case DIED -> EXITED;
                };
            case EXITED -> EXITED;
        };
    }
}
