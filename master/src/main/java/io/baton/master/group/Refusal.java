package io.baton.master.group;

/** Why a verb was not carried out. */
public enum Refusal {
    /** The application must be stopped for that. */
    NOT_STOPPED,
    /** The application must run for that. */
    NOT_RUNNING,
    /** It was stopped before it was ready. */
    STOPPED_MEANWHILE,
    /** One worker stays. */
    LAST_WORKER,
    /** Another application of this master has the address. */
    ADDRESS_TAKEN,
    /** The address cannot be listened on: another program has it, or the machine has no such address. */
    CANNOT_LISTEN,
    /** This user may not listen there. */
    NOT_PERMITTED,
    /** The configuration names a program that cannot be run. */
    BAD_PROGRAM,
    /** The start failed for a reason of the machine's, as a full disk. */
    FAILED,
    /** A new worker did not start, or did not live: the workers of before stay. */
    RELOAD_FAILED,
    /** A running application cannot take the change; a stopped one can. */
    NEEDS_RESTART,
    /** There is no memory for one worker more. */
    NO_MEMORY,
    /** Three starts of workers failed, and none succeeded. */
    NO_WORKER_STARTS,
    /** No application or worker has that name or number. */
    NO_SUCH_APP,
    /** An application of that name runs already, and is declared otherwise. */
    NAME_TAKEN,
    /** What was declared, or asked for, cannot be. */
    BAD_CONFIG,
    /** There is nothing to save, or nothing was saved. */
    NOTHING_SAVED,
    /** It took too long. */
    TIMED_OUT,
    /** This program, or this master, cannot do that. */
    UNSUPPORTED
}
