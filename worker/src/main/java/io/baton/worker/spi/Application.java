package io.baton.worker.spi;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a worker serves. One instance lives as long as its worker process.
 *
 * <p>The calls come in this order: {@link #start}, {@link #ready} together with the warm-up, then
 * {@link #initialize(Channel, Listener)} for every connection, and {@link #stop} when the last connection is gone or the drain ran out
 * of time. Between the two, {@link Drain#STARTED} goes once through the pipeline of every open connection.
 */
public interface Application {

    /**
     * Prepares the application. Called once, on the worker's main thread, before any connection. An exception ends
     * the worker as a failed boot.
     */
    default void start(Worker worker) throws Exception {}

    /**
     * Adds the handlers that serve this connection. Called on the connection's event loop, before it is registered or read
     * from. After an exception the connection is closed and the worker goes on.
     *
     * <p>Implement this method if the application's listeners differ, and {@link #initialize(Channel)} if they do not.
     *
     * @param channel a TCP or a Unix-domain stream (the warm-up uses a socket pair). Its parent is a
     *     {@code ServerSocketChannel} with the listener's address
     * @param listener the listener that the connection came through. The warm-up's connection and every connection that the
     *     parent process gives away come as the first listener's
     */
    default void initialize(Channel channel, Listener listener) throws Exception {
        initialize(channel);
    }

    /**
     * Adds the handlers that serve this connection, whichever listener it came through. Only called by
     * {@link #initialize(Channel, Listener)}.
     */
    default void initialize(Channel channel) throws Exception {
        throw new UnsupportedOperationException(getClass().getName()
                + " serves no connection (expected: a method initialize(Channel) or initialize(Channel, Listener))");
    }

    /**
     * One whole request with a short answer that leaves the connection open. Before the worker is ready it is sent
     * again and again through the pipeline of a connection of the first listener, each time after something of the previous answer came
     * back, so that the first client does not pay for cold code. Empty: nothing to warm up.
     */
    default byte[] warmUpRequest() {
        return new byte[0];
    }

    /**
     * Completes when the application can serve; only then is the worker ready. A failure ends the worker as a failed
     * boot. Called once, after {@link #start}.
     */
    default CompletionStage<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    /** How busy the application is right now. Called on the event loop, twenty times a second after {@link #start}; must
     * not block. The master prefers workers with a free thread. */
    default Load load() {
        return Load.UNKNOWN;
    }

    /**
     * How many bytes of the heap an idle connection keeps, about. A worker has at most as many connections as fit in a third
     * of its heap. The default is Netty's channel with a short pipeline; a TLS session needs several times as much. Called
     * once, before {@link #start}.
     */
    default int connectionBytes() {
        return 4 * 1024;
    }

    /** Releases what {@link #start} took. Called once, on the worker's main thread, when no connection is left. */
    default void stop() throws Exception {}
}
