package io.baton.protocol.message;

import java.util.Map;

/** Checks that the other process can take a text: it is not too long, and not a command of Node's own. */
final class SendableText {

    private SendableText() {}

    /** Throws IllegalArgumentException if the other process cannot take the text. */
    static void require(String json) {
        // A char is one to three bytes of UTF-8.
        if (json.length() > MessagePort.MAX_MESSAGE / 3) {
            long bytes = json.codePoints().mapToLong(SendableText::bytes).sum();
            if (bytes > MessagePort.MAX_MESSAGE) {
                throw new IllegalArgumentException(
                        "message: " + bytes + " bytes (expected: at most " + MessagePort.MAX_MESSAGE + ")");
            }
        }
        if (json.startsWith("{") && json.contains("NODE_") && ValueCodec.decode(json) instanceof Map<?, ?> fields) {
            if (fields.get("cmd") instanceof String cmd && cmd.startsWith("NODE_") && cmd.length() > 5) {
                throw new IllegalArgumentException("message: cmd " + cmd + " is one of Node's own");
            }
        }
    }

    /** A lone surrogate becomes an escape of six bytes. */
    private static int bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        } else if (codePoint < 0x800) {
            return 2;
        }
        boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return lone ? 6 : codePoint < 0x10000 ? 3 : 4;
    }
}
