package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Map;
import java.util.Random;

/**
 * Takes any bytes as a client's. In whatever reads they come, the answers are the same, the connection ends or stays in
 * the same way, no exception leaves the pipeline, little memory is taken, and all of it is given back.
 */
public final class RequestFuzz {
    private static final long MOST_MEMORY = 256 * 1024;

    private RequestFuzz() {}

    /** Runs one input. Jazzer calls it. */
    public static void fuzzerTestOneInput(byte[] input) {
        String whole = converse(input, Integer.MAX_VALUE, 0);
        require(whole, converse(input, 1, 0));
        require(whole, converse(input, 40, input.length));
    }

    private static void require(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError("whole: " + expected + "\nin pieces: " + found);
        }
    }

    /** The answers to the input when it comes in pieces of up to so many bytes. */
    private static String converse(byte[] input, int most, long seed) {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        FakeSocketChannel channel = new FakeSocketChannel();
        channel.config().setAllocator(memory);
        channel.freezeTime();
        Router router = new Router(Map.of("/", query -> Answer.text(OK, query)));
        new HttpPipeline(new FakeWorker(), router, Limits.DEFAULT).install(channel);
        channel.pipeline().fireChannelActive();
        Random sizes = new Random(seed);
        StringBuilder answers = new StringBuilder();
        for (int from = 0; from < input.length && channel.isOpen(); ) {
            int size = Math.min(input.length - from, most > input.length ? most : 1 + sizes.nextInt(most));
            channel.writeInbound(memory.buffer(size).writeBytes(input, from, size));
            from += size;
            take(channel, answers);
            if (memory.metric().usedHeapMemory() > MOST_MEMORY) {
                throw new AssertionError("memory: " + memory.metric().usedHeapMemory());
            }
        }
        // Whether the server lingers depends on the bytes that have come by then.
        String end = channel.isOpen() && !channel.isOutputShutdown() ? "open" : "closed";
        var unused = channel.close();
        channel.checkException();
        take(channel, new StringBuilder());
        if (memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory() != 0) {
            throw new AssertionError("memory that was not given back: " + memory.metric());
        }
        // The last answer, if it is 400. A line with several faults may be refused for any of them.
        return answers.toString()
                        .replaceAll("Date: [^\r]*", "Date: now")
                        .replaceAll("(?s)HTTP/1\\.1 400 .*", "refused, ")
                + end;
    }

    private static void take(FakeSocketChannel channel, StringBuilder answers) {
        channel.runPendingTasks();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            answers.append(bytes.toString(ISO_8859_1));
            bytes.release();
        }
    }
}
