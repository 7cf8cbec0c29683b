package io.baton.protocol.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Formats each event as one line, {@code 2026-11-28 10:12:01.123 INFO  worker 1 (pid 4711) STARTING -> ONLINE: said online},
 * and prints it to standard output. Control characters, which another process may have sent, are shown as {@code ?}.
 *
 * <p>{@link #install} names this class to java.util.logging, which makes an instance when the first line is logged. Until
 * then logging costs nothing at start.
 *
 * <p>Code that catches an error that it cannot handle logs the error. A line that comes with an {@link OutOfMemoryError} is
 * therefore the last one, and the process ends with exit code 3.
 */
public final class LogLine extends Formatter {

    /** A class of its own: jffi's logger makes a formatter at every start, and loading the time zones takes 10 ms. */
    private static final class Time {
        static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
        static final DateTimeFormatter UTC =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    }

    /** Keeps the logger: java.util.logging forgets a logger, and its level, when nothing refers to it. */
    private static final class Own {
        static final Logger LOGGER = Logger.getLogger("io.baton");
    }

    /** Called by java.util.logging. Makes the root logger print such lines. */
    public LogLine() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new StandardOutput(this));
    }

    /** Installs this format unless the operator has configured java.util.logging. */
    public static void install() {
        if (System.getProperty("java.util.logging.config.file") == null
                && System.getProperty("java.util.logging.config.class") == null) {
            System.setProperty("java.util.logging.config.class", LogLine.class.getName());
        }
    }

    /** Makes Baton's own classes log details too, at level DEBUG. */
    public static void showDetails() {
        Own.LOGGER.setLevel(Level.FINE);
    }

    /**
     * Loads what the first line needs, in some 10 ms. A process that has no descriptor left, and wants to log that, could
     * not read the time zones any more.
     */
    public static void prepare() {
        String unused = Time.FORMAT.format(Instant.now());
    }

    /** The time of day that a line logged now would show, in milliseconds since 1970. */
    public static long wallClockMs() {
        return System.currentTimeMillis();
    }

    /** Such a time as a line shows it, {@code 2026-11-28 10:12:01.123}. */
    public static String timeText(long wallClockMs) {
        return Time.FORMAT.format(Instant.ofEpochMilli(wallClockMs));
    }

    /** Such a time for programs, {@code 2026-11-28T10:12:01.123Z} (ISO 8601, UTC). */
    public static String utcText(long wallClockMs) {
        return Time.UTC.format(Instant.ofEpochMilli(wallClockMs));
    }

    @Override
    public String format(LogRecord entry) {
        writeNumbersPlainly(entry);
        StringBuilder line = new StringBuilder(120);
        Time.FORMAT.formatTo(entry.getInstant(), line);
        line.append(' ').append(label(entry.getLevel())).append(' ');
        formatMessage(entry).codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        line.append('\n');
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    /** MessageFormat groups digits by the operator's locale, as 3,512 or 3.512. A log is searched for 3512. */
    private static void writeNumbersPlainly(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        if (parameters != null) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Number number) {
                    parameters[i] = number.toString();
                }
            }
        }
    }

    private static String label(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        } else if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    /** Writes each line with one call, so that lines of several processes do not mix. */
    private static final class StandardOutput extends Handler {

        StandardOutput(Formatter formatter) {
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                System.out.print(getFormatter().format(entry));
                System.out.flush();
            }
            OutOfMemory.exitIf(entry.getThrown());
        }

        @Override
        public void flush() {
            System.out.flush();
        }

        @Override
        public void close() {}
    }
}
