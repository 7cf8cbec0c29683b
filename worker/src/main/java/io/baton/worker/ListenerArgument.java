package io.baton.worker;

import io.baton.protocol.ListenAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes a listener on the worker's command line: {@code NAME=HOST:PORT}, {@code NAME=HOST:PORT,MODE} or
 * {@code NAME=unix:PATH}.
 *
 * @param name the name by which the application knows the listener
 * @param mode how its connections come to the worker
 * @param address where to listen: a port, 0 for any free one, or a path
 */
record ListenerArgument(String name, Mode mode, ListenAddress address) {

    private static final int MAX_NAME = 64;
    private static final String UNIX = "unix:";
    private static final String EXPECTED =
            " (expected: NAME=HOST:PORT, NAME=HOST:PORT,MODE or NAME=unix:PATH, as http=*:3000, admin=[::1]:9000,"
                    + " web=localhost:80,shared or api=unix:/run/api.sock)";

    /**
     * A TCP address.
     *
     * @param host an address or name, null for every address
     * @param port {@code 0..65535}, 0 for any free one
     */
    ListenerArgument(String name, Mode mode, @Nullable String host, int port) {
        this(name, mode, ListenAddress.tcp(host, port));
    }

    /** Reads the value of {@code --listen}. Its mode is {@code usual} if it names none. */
    static ListenerArgument parse(String text, Mode usual) {
        int equals = text.indexOf('=');
        if (equals > 0 && text.startsWith(UNIX, equals + 1) && isName(text.substring(0, equals))) {
            return unix(text, text.substring(0, equals), text.substring(equals + 1 + UNIX.length()), usual);
        }
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

    /** The whole rest is the path: it may have commas and colons. */
    private static ListenerArgument unix(String text, String name, String path, Mode usual) {
        if (!path.startsWith("/") || usual == Mode.REUSEPORT) {
            throw new IllegalArgumentException("--listen: " + text + EXPECTED);
        }
        return new ListenerArgument(name, usual, ListenAddress.path(path));
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

    /** An address or name, null for every address; the path of a Unix-domain socket. */
    @Nullable
    String host() {
        return address.host();
    }

    /** The port, 0 for any free one; -1 for a path. */
    int port() {
        return address.port();
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
