package io.baton.master.monit;

/** What the operator asks for by a key. */
public enum Key {
    /** No key, or one without a meaning. */
    NONE,
    UP,
    DOWN,
    RESTART,
    STOP,
    START,
    MORE,
    FEWER,
    LOG,
    QUIT,
    /** Ctrl-C. */
    INTERRUPT;

    /** The meaning of a character. */
    public static Key of(char c) {
        return switch (c) {
            case 'k' -> UP;
            case 'j' -> DOWN;
            case 'r' -> RESTART;
            case 's' -> STOP;
            case 'a' -> START;
            case '+', '=' -> MORE;
            case '-' -> FEWER;
            case 'l' -> LOG;
            case 'q', 'Q' -> QUIT;
            default -> NONE;
        };
    }
}
