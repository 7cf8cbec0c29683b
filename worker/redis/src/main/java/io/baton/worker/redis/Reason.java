package io.baton.worker.redis;

import io.lettuce.core.protocol.RedisProtocolException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why something failed, in one line for people. */
final class Reason {

    /** What Redis puts behind an error of a script. */
    private static final String OF_A_SCRIPT = " script: ";

    private Reason() {}

    /** Why there is no connection. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException
                        || cause.getClass().getName().startsWith("io.lettuce."))) {
            cause = cause.getCause();
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host: " + cause.getMessage();
        }
        @Nullable String said = cause.getMessage();
        String message = said == null || said.isEmpty() ? cause.getClass().getSimpleName() : said;
        if (cause instanceof ConnectException) {
            return withoutCall(message);
        }
        return isOfNonsense(cause) ? "no answer of a Redis server: " + oneLine(message) : oneLine(message);
    }

    /** Lettuce says what it cannot read, or stumbles over it. */
    private static boolean isOfNonsense(Throwable cause) {
        return cause instanceof RedisProtocolException
                || cause instanceof IllegalArgumentException
                || cause instanceof NullPointerException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof ClassCastException
                || cause instanceof UnsupportedOperationException;
    }

    /** Netty names the system call before the reason and the address behind it. */
    private static String withoutCall(String message) {
        int call = message.indexOf(" failed");
        int from = call < 0 ? 0 : message.indexOf(": ", call) + 2;
        int address = message.indexOf(": ", from);
        return address < 0 ? message.substring(from) : message.substring(from, address);
    }

    /** Why Redis has not carried a command out, which it says in a line that begins with a word in capitals. */
    static String ofRefusal(String message) {
        if (message.startsWith("ERR value is not an integer")) {
            return "the value is no 64-bit number in decimal digits";
        }
        if (message.startsWith("ERR increment or decrement would overflow")) {
            return "the sum is no 64-bit number";
        }
        int script = message.indexOf(OF_A_SCRIPT);
        return "Redis says: " + oneLine(script < 0 ? message : message.substring(0, script));
    }

    /** Whether only a replica refuses so. Redis 6 has its word in the middle if a script wanted to write. */
    static boolean isOfReplica(String message) {
        return message.startsWith("READONLY ") || message.contains(" -READONLY ") || message.startsWith("MASTERDOWN ");
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 200); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }
}
