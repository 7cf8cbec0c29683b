package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the answers of one read and sends them with one system call. Owned by the event loop of its channel. Owns the
 * bytes until they are flushed or {@link #discard}ed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails comes back as an exception in the pipeline
final class ResponseWriter {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);
    private static final int INITIAL_SIZE = 512;

    /**
     * From so many bytes on they are given to the channel, whose writability then tells that the client is too slow.
     */
    private static final int FULL = 16 * 1024;

    private final Channel channel;

    private @Nullable ByteBuf gathered;
    private byte[] date = {};
    private boolean written;

    ResponseWriter(Channel channel) {
        this.channel = channel;
    }

    /** Adds an answer. Returns of how many bytes. */
    int write(Answer answer, boolean withBody, Persistence persistence) {
        ByteBuf out = gathered();
        int before = out.readableBytes();
        out.writeBytes(answer.head());
        out.writeBytes(date);
        out.writeBytes(persistence.endOfHead());
        if (withBody) {
            out.writeBytes(answer.bodyBytes());
        }
        int bytes = out.readableBytes() - before;
        if (out.readableBytes() >= FULL) {
            gathered = null;
            written = true;
            channel.write(out, channel.voidPromise());
        }
        return bytes;
    }

    /** Tells a client that waits for a 100 Continue to send the body of its request. */
    void writeContinue() {
        gathered().writeBytes(CONTINUE);
    }

    private ByteBuf gathered() {
        ByteBuf out = gathered;
        if (out == null) {
            out = channel.alloc().ioBuffer(INITIAL_SIZE);
            gathered = out;
            date = DateHeader.current().value();
        }
        return out;
    }

    /** Sends the gathered answers, if there are any. */
    void flush() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            written = false;
            channel.writeAndFlush(out, channel.voidPromise());
        } else if (written) {
            written = false;
            channel.flush();
        }
    }

    /** Sends the gathered answers. The future completes when the connection's last byte is in the kernel. */
    ChannelFuture flushLast() {
        ByteBuf out = gathered;
        gathered = null;
        written = false;
        return channel.writeAndFlush(out != null ? out : Unpooled.EMPTY_BUFFER);
    }

    /** Drops the gathered answers, because the channel is closed. */
    void discard() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            out.release();
        }
    }
}
