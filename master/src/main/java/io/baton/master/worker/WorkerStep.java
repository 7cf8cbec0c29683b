package io.baton.master.worker;

/** What can take a worker from one state to another. */
enum WorkerStep {
    /** It said {@code online}. */
    ONLINE,
    /** It serves a listener. */
    LISTENING,
    /** It was told to leave, or says itself that it leaves. */
    DRAIN,
    /** SIGTERM is sent. */
    TERMINATE,
    /** SIGKILL is sent. */
    KILL,
    /** Its exit status is known and its channel was read to the end. */
    DIED
}
