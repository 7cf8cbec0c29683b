package io.baton.protocol;

/** The other end broke the protocol. Reported without a stack trace, because the fault is not in this process. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A fault of the other end.
     *
     * @param message says what, found and expected; the other end's own words are made {@link #printable} first
     */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }

    /** A line is longer than so many bytes. */
    static ProtocolException tooLong(long longest) {
        return new ProtocolException("line: more than " + longest + " bytes without an end");
    }

    /** The text made fit for a log line: at most 80 characters, with control characters and escapes replaced. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(80)
                .forEach(c ->
                        shown.appendCodePoint(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : c));
        return text.length() > 80 ? shown + "..." : shown.toString();
    }
}
