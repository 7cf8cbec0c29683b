package io.baton.master.config;

import io.baton.protocol.ListenAddress;
import org.jspecify.annotations.Nullable;

/**
 * One listener of an application: where its clients connect.
 *
 * @param name by which the application knows it: 1 to 64 letters, digits, dots, underscores or hyphens, as a worker takes it
 * @param host an address or name to listen on, null for every address
 * @param port {@code 0..65535}, 0 for any free one
 */
public record ListenConfig(String name, @Nullable String host, int port) {

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
        Keys.PORT.require((long) port);
    }

    private static boolean isName(String text) {
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
                settings.get(Keys.PORT).intValue());
    }

    /** The address to bind. */
    public ListenAddress address() {
        return ListenAddress.tcp(host, port);
    }
}
