package io.baton.master.it;

import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The log of a master that fails where it logs a certain line: on that thread, in the middle of that work. The JVM under test
 * gets this class as its configuration of java.util.logging, {@link #options}; the product knows nothing of it.
 */
public final class FaultyLog extends Handler {

    private static final String AT = "baton.test.fault.at";
    private static final String FAULT = "baton.test.fault";

    private boolean failed;

    /** Called by java.util.logging, which has no use for the object. */
    public FaultyLog() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(this);
    }

    /**
     * Options of the JVM.
     *
     * @param at what the line has in it; it fails the first time
     * @param fault the simple name of what is thrown, or {@code block}: the thread comes back no more
     */
    static String[] options(String at, String fault) {
        String classes = FaultyLog.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return new String[] {
            "-Xbootclasspath/a:" + classes,
            "-Djava.util.logging.config.class=" + FaultyLog.class.getName(),
            "-D" + AT + "=" + at,
            "-D" + FAULT + "=" + fault
        };
    }

    @Override
    public void publish(LogRecord entry) {
        String line = java.text.MessageFormat.format(
                entry.getMessage(), entry.getParameters() == null ? new Object[0] : entry.getParameters());
        System.out.println(entry.getLevel() + " " + line);
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(System.out);
        }
        if (!failed && line.contains(System.getProperty(AT, ""))) {
            failed = true;
            fail(System.getProperty(FAULT, ""));
        }
    }

    private static void fail(String fault) {
        switch (fault) {
            case "IllegalStateException" -> throw new IllegalStateException("injected");
            case "AssertionError" -> throw new AssertionError("injected");
            case "StackOverflowError" -> throw new StackOverflowError("injected");
            case "NoClassDefFoundError" -> throw new NoClassDefFoundError("injected");
            default -> block();
        }
    }

    private static void block() {
        while (true) {
            LockSupport.park();
        }
    }

    @Override
    public void flush() {
        System.out.flush();
    }

    @Override
    public void close() {}
}
