package io.baton.master.config;

import io.baton.protocol.posix.NotifySocket;
import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Signals;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator said when the master was started, as {@link io.baton.protocol.posix.SystemText}: bytes that are no text
 * in the locale arrive at the workers all the same.
 */
public final class Operator {

    /** The variable that decides a program's character set. */
    public static final String LOCALE = "LC_ALL";

    /** Has every JVM read and write UTF-8, and is there on every glibc that Baton runs on. */
    public static final String UTF_8_LOCALE = "C.UTF-8";

    /** Holds the operator's LC_ALL while the master has one of its own: {@code =value}, or nothing if there was none. */
    public static final String KEPT_LOCALE = "BATON_LC_ALL";

    /** Holds the path of the jar that the operator started, while another path of it runs. */
    public static final String JAR = "BATON_JAR";

    /** Names the worker that the JVM before this one has started: {@code io.baton.master.spawn.HeadStart}. */
    public static final String HEAD_START = "BATON_HEAD_START";

    private Operator() {}

    /** The jar that the operator started, by the name that it was given. */
    public static Path jar() {
        String kept = OwnStart.environment().get(JAR);
        return Path.of(kept == null ? System.getProperty("java.class.path", "") : kept)
                .toAbsolutePath();
    }

    /** Where the service manager that started this process hears it; null if none did. */
    public static @Nullable NotifySocket serviceManager() {
        return NotifySocket.of(OwnStart.environment().get(NotifySocket.VARIABLE));
    }

    /** The variables, without what the master needed of its own. */
    public static Map<String, String> environment() {
        return given(OwnStart.environment());
    }

    static Map<String, String> given(Map<String, String> environment) {
        // What a service manager says to this process only. A worker that used it would speak for the master.
        environment.remove(NotifySocket.VARIABLE);
        environment.remove("WATCHDOG_USEC");
        environment.remove("WATCHDOG_PID");
        environment.remove(JAR);
        environment.remove(HEAD_START);
        @Nullable String kept = environment.remove(KEPT_LOCALE);
        if (kept != null && kept.startsWith("=")) {
            environment.put(LOCALE, kept.substring(1));
        } else if (kept != null) {
            environment.remove(LOCALE);
        }
        if (Signals.SUSPEND_NUMBER.equals(environment.get(Signals.SUSPEND_VARIABLE))) {
            environment.remove(Signals.SUSPEND_VARIABLE);
        }
        return environment;
    }

    /** Whether the operator's character set is not UTF-8, and this JVM's is. */
    public static boolean hasOtherLocale() {
        return OwnStart.environment().containsKey(KEPT_LOCALE);
    }

    /** Whether this JVM can name every file that has a name in UTF-8. */
    public static boolean readsEveryPath() {
        return "UTF-8".equals(characterSet());
    }

    /**
     * A path for the JDK, which encodes it with the locale's character set.
     *
     * @param what for the message
     * @throws ConfigException if that has not all of its characters
     */
    public static Path path(String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw unreadable(what + ": " + text);
        }
    }

    /**
     * Without the name of its working directory a JVM finds no file, and often no class.
     *
     * @throws ConfigException if this JVM has no characters for it
     */
    public static void requireReadableDirectory() {
        // The JVM puts this in the place of bytes that it has no characters for.
        if (!readsEveryPath() && System.getProperty("user.dir").indexOf('\uFFFD') >= 0) {
            throw unreadable("working directory: " + System.getProperty("user.dir"));
        }
    }

    private static ConfigException unreadable(String path) {
        String expected = readsEveryPath() ? "a path in UTF-8" : "LC_ALL=" + UTF_8_LOCALE + " in the environment";
        return new ConfigException(path + ": the character set of this JVM, " + characterSet()
                + ", has no such name (expected: " + expected + ")");
    }

    private static @Nullable String characterSet() {
        return System.getProperty("sun.jnu.encoding");
    }
}
