package io.baton.master.spawn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of a process that is to be started: 0, 1, 2, and perhaps a channel. It has no others.
 *
 * @param input its descriptor 0
 * @param output its descriptor 1
 * @param error its descriptor 2
 * @param channel whether its descriptor {@value #CHANNEL_NUMBER} is a channel to this process (node-ipc)
 * @param figures whether it may have a file to count in (io.baton.protocol.Figures) as the descriptor after that
 */
public record Wiring(
        StandardStream input, StandardStream output, StandardStream error, boolean channel, boolean figures) {

    /** The number of the channel in the process. */
    static final int CHANNEL_NUMBER = 3;

    /** A worker: it talks over its channel, and this process reads what it prints. */
    public static final Wiring WORKER =
            new Wiring(StandardStream.NULL_DEVICE, StandardStream.PIPE, StandardStream.PIPE, true);

    /** A worker that can count what it does, for this process to read. */
    public static final Wiring COUNTING =
            new Wiring(StandardStream.NULL_DEVICE, StandardStream.PIPE, StandardStream.PIPE, true, true);

    /** A process that talks over its channel and whose output is thrown away. */
    public static final Wiring SILENT =
            new Wiring(StandardStream.NULL_DEVICE, StandardStream.NULL_DEVICE, StandardStream.NULL_DEVICE, true);

    /** A process that has nothing but {@code /dev/null}. */
    static final Wiring UNCONNECTED =
            new Wiring(StandardStream.NULL_DEVICE, StandardStream.NULL_DEVICE, StandardStream.NULL_DEVICE, false);

    /** In plain code: the equals that the compiler makes builds method handles, which every start of a master would wait for. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Wiring wiring
                && wiring.input.equals(input)
                && wiring.output.equals(output)
                && wiring.error.equals(error)
                && wiring.channel == channel
                && wiring.figures == figures;
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, output, error, channel, figures);
    }

    /** Without a file to count in. */
    public Wiring(StandardStream input, StandardStream output, StandardStream error, boolean channel) {
        this(input, output, error, channel, false);
    }
}
