package io.baton.master.group;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the one line that says why a program ended, among its last lines. The log has all of them. */
final class LastWords {

    /** The head of a stack trace or of its last cause, of Java as of Node. */
    private static final Pattern ERROR =
            Pattern.compile("(Uncaught |Caused by: |Exception in thread \".*\" )?[\\w.$]*(Error|Exception)\\b.*");

    /** Lines that a JVM and Node print after the reason. */
    private static final Pattern CLOSING = Pattern.compile("Error: (Could not create the Java Virtual Machine"
            + "|A fatal exception has occurred).*|Node\\.js v\\d.*|[{}\\])]*|\\s.*");

    private LastWords() {}

    /** The line; empty if there is none. */
    static Optional<String> reason(List<String> lines) {
        String last = null;
        String error = null;
        for (String line : lines) {
            if (!CLOSING.matcher(line).matches()) {
                last = line;
                error = ERROR.matcher(line).matches() ? line : error;
            }
        }
        return Optional.ofNullable(error != null ? error : last);
    }
}
