package io.baton.protocol;

/** What the peer sent is not what the protocol allows; the peer's fault, told without a stack trace. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A fault of the peer's.
     *
     * @param message what, found and expected, with anything of the peer's made printable by {@link #printable}
     */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }

    /** A line is longer than so many bytes. */
    static ProtocolException tooLong(long longest) {
        return new ProtocolException("line: more than " + longest + " bytes without an end");
    }

    /** The text fit for a log line: at most 80 characters, control characters and escapes replaced. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(80)
                .forEach(c ->
                        shown.appendCodePoint(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : c));
        return text.length() > 80 ? shown + "..." : shown.toString();
    }
}
