package io.baton.worker;

import io.baton.protocol.ListenAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes a listener on the worker's command line: {@code NAME=HOST:PORT} or {@code NAME=HOST:PORT,MODE}.
 *
 * @param name the name by which the application knows the listener
 * @param mode how its connections come to the worker
 * @param host an address or name, null for every address
 * @param port {@code 0..65535}, 0 for any free one
 */
record ListenerArgument(String name, Mode mode, @Nullable String host, int port) {

    private static final int MAX_NAME = 64;
    private static final String EXPECTED =
            " (expected: NAME=HOST:PORT or NAME=HOST:PORT,MODE, as http=*:3000, admin=[::1]:9000 or web=localhost:80,shared)";

    /** Reads the value of {@code --listen}. Its mode is {@code usual} if it names none. */
    static ListenerArgument parse(String text, Mode usual) {
        int equals = text.indexOf('=');
        int comma = text.indexOf(',', equals + 1);
        int addressEnd = comma < 0 ? text.length() : comma;
        int colon = text.lastIndexOf(':', addressEnd - 1);
        if (equals < 0 || colon < equals || !isName(text.substring(0, equals))) {
            throw new IllegalArgumentException("--listen: " + text + EXPECTED);
        }
        String name = text.substring(0, equals);
        return new ListenerArgument(
                name,
                comma < 0 ? usual : mode("--listen " + name + ": mode", text.substring(comma + 1)),
                host(text, text.substring(equals + 1, colon)),
                port(name, text.substring(colon + 1, addressEnd)));
    }

    /** The mode of this name. */
    static Mode mode(String option, String name) {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(option + ": " + name + " (expected: handoff, shared or reuseport)");
    }

    /** The address to listen on. */
    ListenAddress address() {
        return ListenAddress.tcp(host, port);
    }

    /** {@code *} means every address. An IPv6 address stands in brackets, because it contains colons. */
    private static @Nullable String host(String text, String host) {
        if (host.equals("*")) {
            return null;
        }
        boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bare.isEmpty() || bracketed != bare.indexOf(':') >= 0 || !isHost(bare)) {
            throw new IllegalArgumentException("--listen: " + text + EXPECTED);
        }
        return bare;
    }

    private static int port(String name, String text) {
        int port = -1;
        try {
            port = text.startsWith("+") ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            // The port is refused below.
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "--listen " + name + ": port: " + text + " (expected: a number in 0..65535)");
        }
        return port;
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && "_.-".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_NAME;
    }

    /** Whether it may be a host. The master, or the kernel, knows whether this machine has it. */
    private static boolean isHost(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || "/[]".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }
}
