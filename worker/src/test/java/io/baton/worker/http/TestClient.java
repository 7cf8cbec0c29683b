package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.worker.spi.Drain;
import io.baton.worker.spi.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes and reads raw bytes, without a socket. Time stands still unless the test moves it. {@code /} answers
 * {@code root}, {@code /slow} when the test completes {@link #slow}, {@code /broken} never.
 */
final class TestClient {
    static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    static final String GET_SLOW = "GET /slow HTTP/1.1\r\nHost: here\r\n\r\n";

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    final List<FakePendingAnswer> slow = new ArrayList<>();
    final FakeSocketChannel channel = new FakeSocketChannel();
    final HttpPipeline pipeline;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);

    private int flushes;

    TestClient() {
        this(new FakeWorker());
    }

    TestClient(Worker worker) {
        Router router = new Router(Map.of(
                "/", query -> Answer.text(OK, "root"),
                "/slow", query -> slow(),
                "/broken",
                        query -> {
                            throw new IllegalStateException("broken");
                        }));
        pipeline = new HttpPipeline(worker, router, Limits.DEFAULT);
        channel.config().setAllocator(memory);
        channel.freezeTime();
        pipeline.install(channel);
        channel.pipeline().fireChannelActive();
    }

    private Response slow() {
        FakePendingAnswer answer = new FakePendingAnswer();
        slow.add(answer);
        return answer;
    }

    void send(String bytes) {
        channel.writeInbound(memory.buffer(Math.max(1, bytes.length())).writeBytes(bytes.getBytes(ISO_8859_1)));
    }

    /** As {@link #send}, but the read that brings the bytes has not ended yet. */
    void sendHalfARead(String bytes) {
        var unused = channel.writeOneInbound(memory.buffer().writeBytes(bytes.getBytes(ISO_8859_1)));
    }

    /** Everything received since the last call, with the date masked. */
    String received() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        flushes = 0;
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            if (bytes.isReadable()) {
                flushes++;
            }
            text.append(bytes.toString(ISO_8859_1));
            bytes.release();
        }
        return text.toString().replaceAll("Date: [^\r]*", "Date: now");
    }

    /** The status codes received since the last call, in order. */
    List<Integer> statuses() {
        List<Integer> codes = new ArrayList<>();
        Matcher matcher = STATUS.matcher(received());
        while (matcher.find()) {
            codes.add(Integer.valueOf(matcher.group(1)));
        }
        return codes;
    }

    /** How many writes the last {@link #received} came in. */
    int writes() {
        return flushes;
    }

    void sendFin() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    void reset() {
        channel.close().syncUninterruptibly();
    }

    void drain() {
        channel.pipeline().fireUserEventTriggered(Drain.STARTED);
    }

    void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Whether the client's socket buffer has room. */
    void readsAgain(boolean reads) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, reads);
        channel.runPendingTasks();
    }

    /** Leaves. Fails if a buffer is not released. */
    void leave() {
        reset();
        received();
        assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory())
                .as("bytes of unreleased buffers")
                .isZero();
    }

    boolean isClosed() {
        channel.runPendingTasks();
        return !channel.isOpen();
    }

    boolean gotFin() {
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        return channel.isOutputShutdown() || !channel.isOpen();
    }
}
