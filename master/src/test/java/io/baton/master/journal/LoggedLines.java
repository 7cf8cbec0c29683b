package io.baton.master.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The lines that one class logs while a test runs, each with its level before it. The log itself does not get them. */
final class LoggedLines extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger logger;
    private final List<String> lines = new ArrayList<>();

    private LoggedLines(Logger logger) {
        this.logger = logger;
    }

    static LoggedLines of(Class<?> type) {
        LoggedLines lines = new LoggedLines(Logger.getLogger(type.getName()));
        lines.logger.setLevel(Level.ALL);
        lines.logger.setUseParentHandlers(false);
        lines.logger.addHandler(lines);
        return lines;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(entry.getLevel() + " " + formatter.formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
