package io.baton.master.table;

import io.baton.protocol.posix.WindowSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints to.
 *
 * @param interactive whether a person looks at it
 * @param columns its width; 0 for as wide as needed
 * @param unicode whether it shows lines and arrows
 * @param colours whether it may get colours
 */
public record Terminal(boolean interactive, int columns, boolean unicode, boolean colours) {

    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, 0, false, false);

    private static final int USUAL = 80;
    private static final int STANDARD_OUTPUT = 1;

    /**
     * What standard output is. Asks /proc, because each other way loads more classes than a short command has.
     *
     * @param environment with {@code NO_COLOR}, {@code TERM}, {@code COLUMNS} and the locale
     */
    public static Terminal ofStandardOutput(Map<String, String> environment) {
        if (!isTerminal(STANDARD_OUTPUT)) {
            return NONE;
        }
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(true, columns(environment), isUnicode(environment), !dumb && !noColour);
    }

    /** Whether a descriptor of this process is a terminal. */
    public static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static int columns(Map<String, String> environment) {
        int said = number(environment.get("COLUMNS"));
        if (said > 0) {
            return said;
        }
        int asked = WindowSize.columns(STANDARD_OUTPUT);
        return asked > 0 ? asked : USUAL;
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** As the C library decides it: the first of these variables that has a value. */
    private static boolean isUnicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String lower = value.toLowerCase(java.util.Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8");
            }
        }
        return false;
    }

    /** The text in a colour, where there are colours. */
    public String in(Colour colour, String text) {
        return colours && colour != Colour.NONE ? colour.on() + text + Colour.OFF : text;
    }
}
