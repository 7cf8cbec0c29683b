package io.baton.master.worker;

/** What can happen to a worker, as far as its master sees it. */
public enum WorkerEvent {
    /** It said {@code online}. */
    ONLINE,
    /** It serves a listener. */
    LISTENING,
    /** It is told to take nothing new and leave, or says itself that it will. */
    DRAIN,
    /** SIGTERM is sent. */
    TERMINATE,
    /** SIGKILL is sent. */
    KILL,
    /** Its exit status is known and its channel was read to the end. */
    DIED
}
