package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to listen. */
final class ListenOptions {

    private static final String DEFAULT_PORT = "3000";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on, 0 for any free one. Default: $$PORT, else 3000.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Address or name to listen on. Default: every address, IPv6 and IPv4.")
    private @Nullable String host;

    @Nullable
    String host() {
        return host;
    }

    int port(Map<String, String> environment) {
        if (port != null) {
            return port;
        }
        String text = environment.getOrDefault("PORT", DEFAULT_PORT);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ConfigException("PORT: " + text + " (expected: 0..65535)");
        }
    }
}
