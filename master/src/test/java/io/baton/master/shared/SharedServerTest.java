package io.baton.master.shared;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.carried.CarriedSharedApplication;
import io.baton.protocol.posix.AbstractSocket;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SharedServerTest {

    private static final int MEMORY = 1 << 20;
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Logger LOG = Logger.getLogger(SharedServer.class.getName());

    private final String name =
            AbstractSocket.name("test-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Records records = new Records();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("test-loop", true), EpollIoHandler.newFactory());
    private final Path directory;
    private final SharedServer server;

    SharedServerTest(@TempDir Path directory) {
        this.directory = directory;
        server = new SharedServer(
                directory,
                (pid, consumer) -> consumer.accept(new SharedState.Caller("app", "worker 1", MEMORY)),
                (app, words) -> told.add(app + ": " + words));
    }

    @BeforeEach
    void listenToTheLog() {
        LOG.addHandler(records);
    }

    @AfterEach
    void close() {
        LOG.removeHandler(records);
        server.close();
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void open() throws IOException {
        server.open(AbstractSocket.listen(name, 16).release());
    }

    @Test
    void workersThatStillSendCallsAtTheGoodByeHoldUpNoUpgrade() throws IOException {
        open();
        for (int i = 0; i < 4; i++) {
            Client client = new Client();
            client.lastWords = command("SET", "key", "x".repeat(50_000)).repeat(20);
            client.says(command("PING"), "+PONG\r\n");
        }
        server.leave();
        assertThat(logged).isEmpty();
    }

    @Test
    void aConnectionThatHearsTopicsCannotPublish() throws IOException {
        open();
        Client hears = new Client();
        hears.says(command("SUBSCRIBE", "chat"), "chat\r\n:1\r\n");
        hears.says(
                command("PUBLISH", "chat", "hello") + command("PING"),
                "-ERR PUBLISH: this connection hears topics (expected: another connection)\r\n+PONG\r\n");
        new Client().says(command("PUBLISH", "chat", "hello"), ":1\r\n");
        hears.says(command("UNSUBSCRIBE", "chat"), "*3\r\n$11\r\nunsubscribe\r\n$4\r\nchat\r\n:0\r\n");
        hears.says(command("PUBLISH", "chat", "hello"), ":0\r\n");
    }

    @Test
    void anErrorIsOneShortLineWhateverAWorkerSends() throws IOException {
        open();
        Client client = new Client();
        client.says(command("INCRBY", "n", "1\r\n+OK"), "-ERR INCRBY: 1??+OK (expected: a 64-bit number)\r\n");
        client.says(
                command("\r\n+OK", "x".repeat(70_000)), "-ERR ??+OK: a text of 70000 bytes (expected: 0..65536)\r\n");
        client.says(
                command("INCRBY", "n", "7".repeat(60_000)),
                "-ERR INCRBY: " + "7".repeat(32) + "... (expected: a 64-bit number)\r\n");
        client.says(command("INCRBY", "n", "+1"), "-ERR INCRBY: +1 (expected: a 64-bit number)\r\n");
        client.says(command("PING"), "+PONG\r\n");
    }

    @Test
    void whatAFormerImageHasLeftDamagedIsLostAndToldAndAllElseGoesOn() throws IOException {
        Region damaged = Region.make(MEMORY, directory);
        Region whole = Region.make(MEMORY, directory);
        try {
            damaged.memory().putLong(0, 1).putLong(8, -1);
            Store store =
                    new Store(whole.memory(), Region.unnamed(KeyIndex.bytes(MEMORY), directory), System::nanoTime);
            store.put("key".getBytes(US_ASCII), "value".getBytes(US_ASCII), Store.FOR_GOOD);
            server.goOn(List.of(carried("other", damaged), carried("app", whole)));
        } finally {
            damaged.close();
            whole.close();
        }
        open();
        new Client().says(command("GET", "key"), "$5\r\nvalue\r\n");
        assertThat(told).singleElement().asString().startsWith("other: what its workers shared is lost: ");
    }

    private static CarriedSharedApplication carried(String name, Region region) throws IOException {
        int copy = Libc.duplicate(Fd.own(region.descriptor()), 0).release();
        return new CarriedSharedApplication(name, copy, MEMORY, 0, 0, 0);
    }

    private static String command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    /** A worker's connection. It closes when the master says good-bye, behind what it had to send. */
    private final class Client extends SimpleChannelInboundHandler<ByteBuf> {

        private volatile String heard = "";
        private final Channel channel;
        private volatile String lastWords = "";

        Client() throws IOException {
            channel = new EpollDomainSocketChannel(AbstractSocket.connect(name).release());
            channel.pipeline().addLast(this);
            loop.register(channel).syncUninterruptibly();
        }

        /** Sends this, and waits for an answer that ends so. */
        void says(String text, String answer) {
            heard = "";
            ChannelFuture unused = channel.writeAndFlush(Unpooled.copiedBuffer(text, US_ASCII));
            await().untilAsserted(() -> assertThat(heard).endsWith(answer));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            heard = heard.concat(bytes.toString(US_ASCII)); // only the loop adds to it
            if (heard.contains("-BYE")) {
                ChannelFuture unused = context.writeAndFlush(Unpooled.copiedBuffer(lastWords, US_ASCII))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    /** What the server logs. */
    private final class Records extends Handler {

        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
