package io.baton.master.exposition;

/** A text is not in the format of Prometheus or OpenMetrics, or is larger than a worker's may be. Says where and why. */
public final class ExpositionException extends Exception {

    private static final long serialVersionUID = 1;

    private static final int SHOWN = 80;

    ExpositionException(String message) {
        super(message);
    }

    /**
     * In one line of the text.
     *
     * @param line its number, from 1
     * @param found what is there
     * @param expected what should be there
     */
    ExpositionException(int line, String found, String expected) {
        this("line " + line + ": " + found + " (expected: " + expected + ")");
    }

    /** The text in quotes, without control characters, and cut if it is long. */
    static String quoted(String text) {
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
