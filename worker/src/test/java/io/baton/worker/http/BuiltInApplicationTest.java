package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.worker.spi.Load;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BuiltInApplicationTest {
    private final FakeWorker worker = new FakeWorker();
    private final BuiltInApplication application = new BuiltInApplication();

    private FakeSocketChannel connect() {
        FakeSocketChannel channel = new FakeSocketChannel();
        application.initialize(channel);
        channel.pipeline().fireChannelActive();
        return channel;
    }

    private static String exchange(FakeSocketChannel channel, String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, US_ASCII));
        StringBuilder received = new StringBuilder();
        Awaitility.await().until(() -> {
            channel.runPendingTasks();
            ByteBuf bytes = channel.readOutbound();
            if (bytes != null) {
                received.append(bytes.toString(US_ASCII));
                bytes.release();
            }
            return received.length() > 0;
        });
        return received.toString();
    }

    @Test
    void rootSaysWhichWorkerAnswers() {
        application.start(worker);
        assertThat(exchange(connect(), "GET / HTTP/1.1\r\nHost: here\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 33\r\n")
                .endsWith("\r\n\r\nI am worker, pid: 4711, ppid: 42\n");
    }

    @Test
    void computeAddsUpAwayFromTheLoop() {
        application.start(worker);
        assertThat(exchange(connect(), "GET /compute?n=1000 HTTP/1.1\r\nHost: here\r\n\r\n"))
                .endsWith("\r\n\r\nSum is 499500");
    }

    @Test
    void warmUpRequestIsAnsweredAndLeavesTheConnectionOpen() {
        application.start(worker);
        FakeSocketChannel channel = connect();
        String request = new String(application.warmUpRequest(), US_ASCII);
        assertThat(exchange(channel, request)).startsWith("HTTP/1.1 200 OK");
        assertThat(exchange(channel, request)).startsWith("HTTP/1.1 200 OK");
        assertThat(application.load()).isEqualTo(new Load(2, 0, 0, 1));
    }

    @Test
    void computeThreadsAreAnOption() {
        worker.options.put("compute-threads", "3");
        application.start(worker);
        assertThat(application.load().threads()).isEqualTo(3);
    }

    @Test
    void optionOutOfRangeIsRefusedWithItsName() {
        worker.options.put("compute-queue", "0");
        assertThatThrownBy(() -> application.start(worker)).hasMessage("--compute-queue: 0 (expected: 1..1024)");
    }
}
