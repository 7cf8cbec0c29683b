package io.baton.master.config;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where clients come, and how their connections come to workers.
 *
 * @param host an address or name to listen on, null for every address
 * @param port {@code 0..65535}, 0 for any free one; empty if the operator named none
 * @param mode how connections come to workers
 * @param dispatch which worker gets a connection, where the master decides
 * @param sticky whether connections come to a Node program as messages, as {@code @socket.io/sticky} expects them
 */
public record Listen(@Nullable String host, OptionalInt port, Mode mode, Dispatch dispatch, boolean sticky) {

    /** Every address, port 3000, handed over in turn. */
    public static final Listen DEFAULT = new Listen(null, OptionalInt.empty(), Mode.HANDOFF, Dispatch.ROUND_ROBIN);

    private static final int DEFAULT_PORT = 3000;

    /** For programs that listen, or are told of their connections by Baton's own workers. */
    public Listen(@Nullable String host, OptionalInt port, Mode mode, Dispatch dispatch) {
        this(host, port, mode, dispatch, false);
    }

    public Listen {
        if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65535)) {
            throw new ConfigException("port: " + port.getAsInt() + " (expected: 0..65535)");
        }
        if (sticky && mode != Mode.HANDOFF) {
            throw new ConfigException("mode: " + mode + " (expected: handoff with --sticky)");
        }
        if (mode != Mode.HANDOFF && dispatch != Dispatch.ROUND_ROBIN) {
            throw new ConfigException(
                    "dispatch: " + dispatch + " (expected: none in mode " + mode + ", in which the kernel decides)");
        }
    }

    /** The port to listen on. */
    public int portOrDefault() {
        return port.orElse(DEFAULT_PORT);
    }
}
