package io.baton.master;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this process has a controlling terminal (proc(5), {@code tty_nr} of {@code stat}). When that terminal is closed, the
 * kernel takes it away and sends SIGHUP: so it has to be asked for before.
 */
final class ControllingTerminal {

    /** Counted from the state on, which follows the name in brackets. */
    private static final int FIELD = 4;

    private ControllingTerminal() {}

    /** Whether there is one now. */
    static boolean exists() {
        try {
            return isIn(Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return true;
        }
    }

    /** The same, of the text of the file. */
    static boolean isIn(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", FIELD + 2);
        return !fields[FIELD].equals("0");
    }
}
