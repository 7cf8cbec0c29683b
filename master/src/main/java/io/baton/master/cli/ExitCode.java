package io.baton.master.cli;

/** What a master's exit code says. */
public final class ExitCode {

    /** Done; for a master, stopped gracefully. */
    public static final int OK = 0;

    /** Failed: port in use, unsupported platform, anything without a number of its own. */
    public static final int FAILED = 1;

    /** The command line cannot be understood. */
    public static final int USAGE = 2;

    /** The user may not do that, as binding a port below 1024. */
    public static final int NOT_PERMITTED = 77;

    /** The configuration file cannot be obeyed; EX_CONFIG of sysexits(3). */
    public static final int BAD_CONFIG = 78;

    /** Stopped at once by a second interrupt. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
