package io.baton.worker.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The end of every connection's pipeline. An exception that reaches it was caught by no handler. It closes the
 * connection and changes nothing else. A client may have caused it: by being slow, by bytes that a codec refuses, or by
 * a request that meets a bug of a handler. If the worker left because of it, a client could make workers leave as often
 * as it likes. Owned by the worker's event loop.
 *
 * <p>Only an error of the JVM itself retires the worker. Exhausted memory or an internal error concerns the whole
 * process, and every connection would meet it. A stack overflow ends with the call that was too deep.
 */
final class PipelineEnd {

    private static final Logger LOG = System.getLogger(PipelineEnd.class.getName());

    /** Holds handlers for timeouts and WebSocket, and for HTTP/2, whose classes an application brings itself. */
    private static final String NETTYS_HANDLERS = "io.netty.handler.";

    private static final long TRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<Throwable> broken;

    private long tracedNanos = System.nanoTime() - TRACE_NANOS;
    private int untraced;

    /** Tells {@code broken} of an error that the worker does not survive. */
    PipelineEnd(Consumer<Throwable> broken) {
        this.broken = broken;
    }

    /** No handler of this channel caught the exception. */
    void reached(Channel channel, Throwable cause) {
        ChannelFuture unused = channel.close();
        if (isClients(cause)) {
            LOG.log(Level.DEBUG, "{0} closed: {1}", channel, cause);
            return;
        }
        if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
            broken.accept(cause);
        } else {
            tell(channel, cause);
        }
    }

    /**
     * Whether the exception shows that the client or the network is its cause. I/O exceptions do, to which closed
     * channels and TLS failures belong, and so do the exceptions by which Netty's handlers refuse bytes or end a wait.
     * An exception that a codec only wraps is a bug of the codec. The answer decides about the log only.
     */
    private static boolean isClients(Throwable cause) {
        Throwable reason = cause;
        while (reason instanceof CodecException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason instanceof IOException
                || reason instanceof UncheckedIOException
                || reason instanceof CodecException
                || reason.getClass().getName().startsWith(NETTYS_HANDLERS);
    }

    /** Logs the stack, but at most once a second, so that a client cannot fill a disk. */
    private void tell(Channel channel, Throwable cause) {
        long now = System.nanoTime();
        if (now - tracedNanos < TRACE_NANOS) {
            untraced++;
            return;
        }
        tracedNanos = now;
        String more = untraced == 0 ? "" : " (and " + untraced + " more since the last one shown)";
        untraced = 0;
        LOG.log(Level.ERROR, "uncaught exception in a pipeline, " + channel + " closed" + more, cause);
    }
}
