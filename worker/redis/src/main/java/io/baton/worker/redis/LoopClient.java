package io.baton.worker.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisAsyncCommandsImpl;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubAsyncCommandsImpl;
import io.lettuce.core.pubsub.RedisPubSubReactiveCommandsImpl;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;

/**
 * Lettuce without what we do not use: a connection has no object for each of its three sets of commands, with some hundred
 * methods, and it does not connect again by itself. {@link Link} does that, because Lettuce would send a command a second time that
 * may have been carried out.
 */
final class LoopClient extends RedisClient {

    /** Before our timeout ends a call, Lettuce must not; after it, Lettuce has to give up what has no call any more. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** So soon a dead host is noticed where nothing is sent: by a connection that only waits for messages. */
    private static final SocketOptions.KeepAliveOptions KEEP_ALIVE = SocketOptions.KeepAliveOptions.builder()
            .enable()
            .idle(Duration.ofSeconds(15))
            .interval(Duration.ofSeconds(5))
            .count(3)
            .build();

    static {
        // It would load the flight recorder, in a JVM that may not record.
        setUnlessSet("io.lettuce.core.jfr", "false");
        // It would warn at each connection if an application has io_uring on its class path.
        setUnlessSet("io.lettuce.core.iouring", "false");
    }

    /** What the first connection and its first command load, besides what making a client does. */
    private static final List<String> FIRST = List.of(
            "io.lettuce.core.ConnectionBuilder",
            "io.lettuce.core.ConnectionEventTrigger",
            "io.lettuce.core.RedisCommandBuilder",
            "io.lettuce.core.RedisHandshake",
            "io.lettuce.core.event.jfr.EventRecorderHolder",
            "io.lettuce.core.output.GenericMapOutput",
            "io.lettuce.core.protocol.AsyncCommand",
            "io.lettuce.core.protocol.CommandArgs",
            "io.lettuce.core.protocol.CommandEncoder",
            "io.lettuce.core.protocol.CommandHandler",
            "io.lettuce.core.protocol.CommandType",
            "io.lettuce.core.protocol.RedisHandshakeHandler",
            "io.lettuce.core.protocol.RedisStateMachine",
            "io.lettuce.core.pubsub.PubSubCommandHandler",
            "io.lettuce.core.pubsub.PubSubEndpoint",
            "io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl",
            "io.lettuce.core.resource.Transports");

    private final RedisURI uri;

    /**
     * Makes a client in a thread of its own, which then ends: Lettuce is some 500 classes, and the event loop would stop for as
     * long as they take.
     */
    static CompletableFuture<LoopClient> load(RedisAddress address, EventLoop loop) {
        CompletableFuture<LoopClient> loaded = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        LoopClient client = new LoopClient(address, loop);
                        client.loadFirst();
                        loaded.complete(client);
                    } catch (RuntimeException | LinkageError | ClassNotFoundException e) {
                        loaded.completeExceptionally(e);
                    }
                },
                "baton-redis-start");
        thread.setDaemon(true);
        thread.start();
        return loaded;
    }

    private void loadFirst() throws ClassNotFoundException {
        for (String name : FIRST) {
            Class.forName(name);
        }
        getSocketAddress(uri).subscribe();
        if (uri.isSsl()) {
            loadTls();
        }
    }

    /** Reading the certificates that the JVM trusts takes longer than all classes. */
    private static void loadTls() throws ClassNotFoundException {
        Class.forName("io.lettuce.core.SslConnectionBuilder");
        try {
            SslContextBuilder.forClient().build().newEngine(ByteBufAllocator.DEFAULT);
        } catch (SSLException e) {
            // The connection fails too, and says why.
        }
    }

    private LoopClient(RedisAddress address, EventLoop loop) {
        super(new LoopResources(loop), address.uri());
        Duration timeout = address.timeout().plus(GRACE);
        this.uri = address.uri();
        uri.setTimeout(timeout);
        setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout)
                        .keepAlive(KEEP_ALIVE)
                        .build())
                .build());
    }

    /** Connects for commands. */
    CompletionStage<StatefulRedisConnection<byte[], byte[]>> connectForCommands() {
        return connectAsync(ByteArrayCodec.INSTANCE, uri);
    }

    /** Connects for messages. */
    CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connectForMessages() {
        return connectPubSubAsync(ByteArrayCodec.INSTANCE, uri);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
            RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
        return new Bare<>(writer, pushes, codec, timeout);
    }

    @Override
    protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
            PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec, Duration timeout) {
        return new BareForMessages<>(endpoint, writer, codec, timeout);
    }

    @SuppressWarnings("NullAway")
    private static final class Bare<K, V> extends StatefulRedisConnectionImpl<K, V> {

        Bare(RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
            super(writer, pushes, codec, timeout);
        }

        @Override
        protected RedisCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
        }

        @Override
        protected RedisAsyncCommandsImpl<K, V> newRedisAsyncCommandsImpl() {
            return null;
        }

        @Override
        protected RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
        }
    }

    @SuppressWarnings("NullAway")
    private static final class BareForMessages<K, V> extends StatefulRedisPubSubConnectionImpl<K, V> {

        BareForMessages(
                PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec, Duration timeout) {
            super(endpoint, writer, codec, timeout);
        }

        @Override
        protected RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
        }

        @Override
        protected RedisPubSubAsyncCommandsImpl<K, V> newRedisAsyncCommandsImpl() {
            return null;
        }

        @Override
        protected RedisPubSubReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
        }
    }
}
