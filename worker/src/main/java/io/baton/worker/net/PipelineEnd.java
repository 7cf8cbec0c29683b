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
 * The end of every connection's pipeline. An exception that comes so far was caught by no handler. It ends the connection
 * and nothing else. Whatever happens in a client's pipeline, a client may have brought about: by being slow, by bytes that a
 * codec refuses, or by a request on which a handler has a bug. A worker that left because of it could be made to leave as
 * often as a client likes. Owned by the worker's event loop.
 *
 * <p>Only an error of the JVM itself retires the worker: memory that is exhausted, or an internal error, is the whole
 * process's and every connection would meet it. A stack overflow ends with the call that was too deep.
 */
final class PipelineEnd {

    private static final Logger LOG = System.getLogger(PipelineEnd.class.getName());

    /** Timeouts, WebSocket, and HTTP/2, whose classes an application brings itself. */
    private static final String NETTYS_HANDLERS = "io.netty.handler.";

    private static final long TRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<Throwable> broken;

    private long tracedNanos = System.nanoTime() - TRACE_NANOS;
    private int untraced;

    /** Tells {@code broken} of what the worker does not survive. */
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
     * Whether the exception itself says that the network or the client is the reason: I/O, which closed channels and TLS
     * failures are too, and what Netty's handlers throw at what they refuse or do not wait for any longer. An exception that
     * a codec only wraps is the codec's own bug. This decides about the log only.
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

    /** With its stack, but not more often than once a second: a client must not be able to fill a disk either. */
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
