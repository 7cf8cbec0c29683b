package io.baton.master.cli;

/** What an exit code says. */
public final class ExitCode {

    /** Done; for a master, stopped gracefully. */
    public static final int OK = 0;

    /** Failed: port in use, unsupported platform, anything without a number of its own. */
    public static final int FAILED = 1;

    /** The command line cannot be understood. */
    public static final int USAGE = 2;

    /** There is no such application, or it does not run. */
    public static final int NOT_RUNNING = 3;

    /** It did not become ready in time. */
    public static final int TIMED_OUT = 4;

    /** Some of it was done, or it was undone. */
    public static final int PARTLY_DONE = 5;

    /** No daemon can be reached. */
    public static final int NO_DAEMON = 69;

    /** Another master has the home. */
    public static final int HOME_TAKEN = 75;

    /** The user may not do that, as binding a port below 1024. */
    public static final int NOT_PERMITTED = 77;

    /** The configuration file cannot be obeyed; EX_CONFIG of sysexits(3). */
    public static final int BAD_CONFIG = 78;

    /** Stopped at once by an interrupt; a master by a second one. */
    public static final int INTERRUPTED = 130;

    /** A command was ended by SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitCode() {}

    /** What the code says, in a few words. */
    static String meaning(int code) {
        return switch (code) {
            case OK -> "done";
            case FAILED -> "failed";
            case USAGE -> "the command line cannot be understood";
            case NOT_RUNNING -> "no such application, or it does not run";
            case TIMED_OUT -> "not ready in time";
            case PARTLY_DONE -> "only partly done";
            case NO_DAEMON -> "no daemon can be reached";
            case NOT_PERMITTED -> "not permitted";
            case BAD_CONFIG -> "the configuration file is wrong";
            case INTERRUPTED -> "interrupted";
            default -> "terminated";
        };
    }
}
