package io.baton.worker.spi;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The application that a worker serves. One instance lives as long as its worker process.
 *
 * <p>The calls come in this order: {@link #start}; {@link #ready} together with the warm-up;
 * {@link #initialize(Channel, Listener)} for every connection; {@link #stop} when the last connection is closed or the
 * drain has run out of time. When the worker starts to drain, {@link Drain#STARTED} goes once through the pipeline of
 * every open connection.
 */
public interface Application {

    /**
     * Prepares the application. Called once on the worker's main thread, before any connection comes. An exception
     * makes the boot of the worker fail.
     */
    default void start(Worker worker) throws Exception {}

    /**
     * Adds the handlers that serve this connection. Called on the connection's event loop, before the connection is
     * registered or read. An exception closes this connection only.
     *
     * <p>Implement this method if the application serves its listeners in different ways, else
     * {@link #initialize(Channel)}.
     *
     * @param channel a TCP or Unix-domain stream; the warm-up's is a socket pair. Its parent is a
     *     {@code ServerSocketChannel} with the listener's address
     * @param listener the listener that the connection came through. The first listener stands for connections that
     *     came through none: the warm-up's, and those that the parent process gave away
     */
    default void initialize(Channel channel, Listener listener) throws Exception {
        initialize(channel);
    }

    /**
     * Adds the handlers that serve this connection, whichever listener it came through. Only
     * {@link #initialize(Channel, Listener)} calls it.
     */
    default void initialize(Channel channel) throws Exception {
        throw new UnsupportedOperationException(getClass().getName()
                + " serves no connection (expected: a method initialize(Channel) or initialize(Channel, Listener))");
    }

    /**
     * Whether this connection may move to another worker while it stands between two requests, if its handlers allow
     * that. An application that keeps something for each connection, and not for each request, says no. Called on the
     * connection's event loop, whenever the connection could move.
     */
    default boolean movable(Channel channel) {
        return true;
    }

    /**
     * One whole request with a short answer that leaves the connection open. Before the worker is ready it sends the
     * request again and again on a connection of the first listener, so that the first client does not pay for cold
     * code. Each request waits for the first bytes of the answer to the one before. An empty array means that there is
     * nothing to warm up.
     */
    default byte[] warmUpRequest() {
        return new byte[0];
    }

    /**
     * Completes when the application can serve. The worker is not ready before that. A failure makes the boot of the
     * worker fail. Called once, after {@link #start}.
     */
    default CompletionStage<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * How busy the application is right now. Called on the event loop up to twenty times a second after {@link #start},
     * so it must not block. The master prefers workers with a free thread.
     */
    default Load load() {
        return Load.UNKNOWN;
    }

    /**
     * What the application counts by itself, as text in the format of Prometheus or OpenMetrics, or null if it counts
     * nothing. The master adds up what all workers say, dead ones included, and shows it among its own metrics. The
     * master asks when its metrics are read, at most once a second, and once more when the worker leaves and its last
     * connection is closed. Called on a thread of its own, one call at a time, never before the application is
     * {@link #ready}; it may block, but a reader waits for a second only. At most 1 MiB; an exception means that there is no
     * text this time. Null or an empty text means that there never is one, so the worker is not asked again.
     */
    default @Nullable String metrics() {
        return null;
    }

    /**
     * About how many bytes of the heap an idle connection keeps. A worker has at most as many connections as fit in a
     * third of its heap. The default is enough for Netty's channel with a short pipeline; a TLS session needs several
     * times as much. Called once, before {@link #start}.
     */
    default int connectionBytes() {
        return 4 * 1024;
    }

    /**
     * Releases the resources that {@link #start} took. Called once on the worker's main thread, when no connection is
     * open any more.
     */
    default void stop() throws Exception {}
}
