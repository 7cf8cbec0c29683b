package io.baton.master.fetch;

import io.baton.master.conductor.Conductor;
import io.baton.master.dispatch.Lane;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Asks workers through real sockets, on the conductor. Conductor thread only. */
public final class SocketFetcher implements Fetcher {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final Conductor conductor;

    /** What all questions read into, one after the other. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Asks nothing yet. */
    public SocketFetcher(Conductor conductor) {
        this.conductor = conductor;
    }

    @Override
    public void ask(
            Lane worker, Entrance entrance, String method, String path, FetchLimits limits, Consumer<Fetched> answer) {
        String line = method + " " + FetchPath.require(path);
        new Question(conductor, buffer, worker, entrance, line, limits, answer).begin();
    }
}
