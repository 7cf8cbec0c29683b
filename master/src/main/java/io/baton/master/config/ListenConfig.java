package io.baton.master.config;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.UnixListener;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One listener of an application: where its clients connect.
 *
 * @param name by which the application knows it: 1 to 64 letters, digits, dots, underscores or hyphens, as a worker takes it
 * @param address an address with a port, 0 for any free one; or an absolute path
 * @param access which users may connect to a path
 */
public record ListenConfig(String name, ListenAddress address, SocketAccess access) {

    /** What the only listener of an application is called. */
    public static final String HTTP = "http";

    /** The listener if the operator names none. */
    public static final ListenConfig DEFAULT = of(Settings.DEFAULTS);

    private static final int MOST_CHARACTERS = 64;

    /** The port of {@link #DEFAULT}. */
    public static final int DEFAULT_PORT = DEFAULT.port();

    public ListenConfig {
        if (!isName(name)) {
            throw new ConfigException("listener: " + name + " (expected: 1 to " + MOST_CHARACTERS
                    + " letters, digits, dots, underscores or hyphens)");
        }
        if (address.isPath()) {
            requireShort(address);
        } else {
            Keys.PORT.require(new ServicePort(address.port()));
        }
    }

    /**
     * A TCP address.
     *
     * @param host an address or name to listen on, null for every address
     * @param port {@code 0..65535}, 0 for any free one
     */
    public ListenConfig(String name, @Nullable String host, int port) {
        this(name, ListenAddress.tcp(host, port), SocketAccess.USUAL);
    }

    static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!ApplicationName.isNameCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_CHARACTERS;
    }

    static ListenConfig of(Settings settings) {
        String host = settings.get(Keys.HOST);
        return new ListenConfig(
                HTTP,
                host.equals(Host.EVERY) ? null : host,
                settings.get(Keys.PORT).outside());
    }

    /** The address or name to listen on, null for every address; the path of a Unix-domain socket. */
    public @Nullable String host() {
        return address.host();
    }

    /** The port, 0 for any free one; -1 for a path. */
    public int port() {
        return address.port();
    }

    /** Whether it is a Unix-domain socket. */
    public boolean isPath() {
        return address.isPath();
    }

    private static void requireShort(ListenAddress address) {
        int bytes = String.valueOf(address.host()).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > UnixListener.MAX_PATH) {
            throw new ConfigException(address.url() + " has " + bytes + " bytes (expected: a path of at most "
                    + UnixListener.MAX_PATH + ")");
        }
    }
}
