package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Delivery;
import io.baton.master.config.Dispatch;
import io.baton.master.config.Host;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.Mode;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to listen, and which way connections come from there to workers. */
final class ListenOptions {

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on, 0 for any free one. Default: $$PORT, else 3000.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "H",
            description =
                    "Address or name to listen on, as 127.0.0.1, ::1 or localhost; * and an empty one are the default:"
                            + " every address, IPv6 and IPv4.")
    private @Nullable String host;

    @Option(
            names = "--mode",
            paramLabel = "M",
            description = "How connections come to workers: handoff, shared (all accept on one socket) or reuseport"
                    + " (each on its own). Default: shared if $$NODE_CLUSTER_SCHED_POLICY is none, else handoff.")
    private @Nullable Mode mode;

    @Option(
            names = "--dispatch",
            paramLabel = "D",
            description = "Which worker gets a connection: round-robin, least-connections, p2c or ip-hash."
                    + " Default: round-robin.")
    private @Nullable Dispatch dispatch;

    @Option(
            names = "--sticky",
            description =
                    "The master opens the port, and connections come to a Node program as @socket.io/sticky expects"
                            + " them of a primary; a client always to the same worker (--dispatch ip-hash).")
    private boolean sticky;

    /**
     * The listener that the options and the environment name; none if nothing does and the program listens itself.
     *
     * @param programsOwn whether {@code PORT} belongs to a program that listens itself, and may be a path or whatever that
     *     program understands
     */
    List<ListenConfig> listeners(Map<String, String> environment, boolean programsOwn) {
        OptionalInt named = port(environment, programsOwn);
        @Nullable String address = Host.parse(host);
        if (programsOwn && !sticky && named.isEmpty() && address == null) {
            return List.of();
        }
        return List.of(new ListenConfig(ListenConfig.HTTP, address, named.orElse(ListenConfig.DEFAULT_PORT)));
    }

    /**
     * What the options and the environment say together.
     *
     * @param needsHandoff whether other options have the master choose the worker
     */
    Delivery delivery(Map<String, String> environment, boolean needsHandoff) {
        return new Delivery(
                mode != null ? mode : mode(environment, needsHandoff || sticky || dispatch != null),
                dispatch != null ? dispatch : sticky ? Dispatch.IP_HASH : Dispatch.ROUND_ROBIN,
                sticky);
    }

    /** As Node's cluster reads its variable; any option that contradicts it is stronger. */
    private static Mode mode(Map<String, String> environment, boolean needsHandoff) {
        boolean none = "none".equals(Variables.value(environment, "NODE_CLUSTER_SCHED_POLICY"));
        return none && !needsHandoff ? Mode.SHARED : Mode.HANDOFF;
    }

    private OptionalInt port(Map<String, String> environment, boolean programsOwn) {
        if (port != null) {
            return OptionalInt.of(port);
        }
        String text = Variables.value(environment, "PORT");
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            if (programsOwn) {
                return OptionalInt.empty();
            }
            throw new ConfigException("PORT: " + text + " (expected: 0..65535)");
        }
    }
}
