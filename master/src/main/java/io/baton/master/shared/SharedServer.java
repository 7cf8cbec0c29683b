package io.baton.master.shared;

import io.baton.master.carried.CarriedSharedApplication;
import io.baton.protocol.shared.Resp;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.redis.FixedRedisMessagePool;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the workers of each application share, and answers them. It has a loop of its own: what workers ask here delays no
 * connection. Loaded only when a worker asks for the first time.
 */
final class SharedServer {

    private static final Logger LOG = System.getLogger(SharedServer.class.getName());
    private static final String THREAD = "baton-shared";

    /**
     * What is read of one worker before another one has its turn: some hundred commands. So a worker that asks without a pause waits
     * for itself.
     */
    private static final int TURN = 16 * 1024;

    private static final int MAX_LINE = 64;

    /** A worker needs one connection for calls and one for topics; old ones may be about to end. Each costs the master a descriptor. */
    private static final int MOST_CONNECTIONS = 4;

    private static final long LOOK_MS = 10_000;
    private static final long LEAVE_MS = 200;

    /** A worker closes as soon as it has read the good-bye; on a busy machine that takes longer. */
    private static final long GOOD_BYE_MS = 1_000;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(THREAD, true), EpollIoHandler.newFactory());
    private final ChannelGroup sessions = new DefaultChannelGroup(loop.next(), true);
    private final Map<String, SharedApplication> applications = new ConcurrentHashMap<>();

    /** How many connections each process has. On the loop. */
    private final Map<Integer, Integer> connections = new HashMap<>();

    private final Path directory;
    private final SharedState.Callers callers;
    private final BiConsumer<String, String> troubles;

    private @Nullable Channel listening;

    /**
     * A server that is not open.
     *
     * @param directory for memory, where the kernel offers none without a file
     * @param callers knows which process is a worker; called on the loop
     * @param troubles hears the name of an application, and in words what its operator should know; called on the loop
     */
    SharedServer(Path directory, SharedState.Callers callers, BiConsumer<String, String> troubles) {
        this.directory = directory;
        this.callers = callers;
        this.troubles = troubles;
    }

    /** Goes on with what a former image of this master has kept. Before {@link #open}. */
    void goOn(List<CarriedSharedApplication> carried) {
        for (CarriedSharedApplication one : carried) {
            try {
                goOn(one);
            } catch (IOException | RuntimeException e) {
                // The memory may be anything that the former image has left.
                troubles.accept(one.app(), "what its workers shared is lost: " + e.getMessage());
            }
        }
    }

    private void goOn(CarriedSharedApplication carried) throws IOException {
        Region region = Region.goOn(carried.descriptor(), carried.bytes());
        try {
            Store store = store(region);
            store.goOn(carried.evicted(), carried.expired());
            applications.put(carried.app(), application(carried.app(), region, store, carried.operations()));
        } catch (IOException | RuntimeException e) {
            region.close();
            throw e;
        }
    }

    private Store store(Region region) throws IOException {
        MappedByteBuffer table = Region.unnamed(KeyIndex.bytes(region.bytes()), directory);
        return new Store(region.memory(), table, System::nanoTime);
    }

    /**
     * Serves on a socket that listens.
     *
     * @param socket its descriptor, owned by the server from here on
     */
    void open(int socket) {
        listening = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new EpollServerDomainSocketChannel(socket, true))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(TURN).maxMessagesPerRead(1))
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel client) throws IOException {
                        accepted(client, client.peerCredentials().pid());
                    }
                })
                .register()
                .syncUninterruptibly()
                .channel();
        Future<?> unused = loop.scheduleAtFixedRate(
                () -> applications.values().forEach(SharedApplication::look), LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void accepted(Channel client, int pid) {
        sessions.add(client);
        int count = connections.merge(pid, 1, Integer::sum);
        client.closeFuture()
                .addListener(closed ->
                        connections.computeIfPresent(pid, (unused, all) -> all == 1 ? null : Integer.valueOf(all - 1)));
        if (count > MOST_CONNECTIONS) {
            refuse(
                    client,
                    "ERR process " + pid + " has " + count + " connections (expected: at most " + MOST_CONNECTIONS
                            + ")");
        } else {
            callers.find(pid, caller -> onLoop(() -> begin(client, pid, caller)));
        }
    }

    private void onLoop(Runnable work) {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException e) {
            // The master ends, and its conductor was slower.
            LOG.log(Level.DEBUG, "closed already", e);
        }
    }

    private void begin(Channel client, int pid, SharedState.@Nullable Caller caller) {
        if (!client.isOpen()) {
            return;
        }
        if (caller == null) {
            refuse(client, "DENIED process " + pid + " is no worker of this master that shares state");
            return;
        }
        SharedApplication application;
        try {
            application = application(caller);
        } catch (IOException e) {
            troubles.accept(caller.app(), "its workers cannot share state: " + e.getMessage());
            refuse(client, "ERR no memory for shared state: " + e.getMessage());
            return;
        }
        client.pipeline()
                .addLast(
                        new RedisDecoder(MAX_LINE, FixedRedisMessagePool.INSTANCE),
                        new CommandReader(),
                        new Session(client, application, caller.worker()));
        client.config().setAutoRead(true);
    }

    private static void refuse(Channel client, String reason) {
        ChannelFuture unused = client.writeAndFlush(line(client, reason)).addListener(ChannelFutureListener.CLOSE);
    }

    private static ByteBuf line(Channel client, String reason) {
        ByteBuf to = client.alloc().buffer();
        Resp.error(to, reason);
        return to;
    }

    private SharedApplication application(SharedState.Caller caller) throws IOException {
        SharedApplication known = applications.get(caller.app());
        if (known != null) {
            known.wants(caller.memoryBytes());
            return known;
        }
        Region region = Region.make(caller.memoryBytes(), directory);
        try {
            SharedApplication made = application(caller.app(), region, store(region), 0);
            applications.put(caller.app(), made);
            return made;
        } catch (IOException e) {
            region.close();
            throw e;
        }
    }

    private SharedApplication application(String name, Region region, Store store, long operations) {
        return new SharedApplication(region, store, operations, words -> troubles.accept(name, words));
    }

    /** Forgets what other applications have kept. Any thread may call. */
    void keepOnly(Set<String> apps) {
        onLoop(() -> applications.entrySet().removeIf(one -> {
            boolean gone = !apps.contains(one.getKey());
            if (gone) {
                one.getValue().region().close();
            }
            return gone;
        }));
    }

    /** What each application has. Any thread may call. */
    Map<String, SharedFigures> figures() {
        Map<String, SharedFigures> all = new HashMap<>();
        applications.forEach((name, application) -> all.put(name, application.figures()));
        return all;
    }

    /** What the next image of this master needs to go on. Any thread may call. */
    List<CarriedSharedApplication> carried() {
        List<CarriedSharedApplication> all = new ArrayList<>();
        applications.forEach((name, application) -> all.add(application.carried(name)));
        return all;
    }

    /**
     * Answers what was read, and reads no more: another image of this master goes on. Waits until that is done. Not on the loop.
     */
    void leave() {
        boolean told = loop.submit(this::sayGoodBye).awaitUninterruptibly(GOOD_BYE_MS);
        boolean closed = told && sessions.newCloseFuture().awaitUninterruptibly(GOOD_BYE_MS);
        if (!closed) {
            LOG.log(Level.WARNING, "some workers do not read what they share; they connect again");
        }
    }

    private void sayGoodBye() {
        if (listening != null) {
            listening.config().setAutoRead(false);
        }
        for (Channel client : sessions) {
            Session session = client.pipeline().get(Session.class);
            // The worker closes: a connection that ended here could end for it before it has read this.
            if (session != null) {
                ChannelFuture unused = session.sayLast(Resp.BYE);
            } else {
                // The conductor has not said yet which worker it is; nothing was read.
                Discarding.begin(client);
                ChannelFuture unused = client.writeAndFlush(line(client, Resp.BYE));
            }
        }
    }

    /** There is no other image: accepts again. Any thread may call. */
    void stay() {
        Channel socket = listening;
        if (socket != null) {
            socket.config().setAutoRead(true);
        }
    }

    /** Ends all. Not on the loop. */
    void close() {
        boolean unused =
                loop.shutdownGracefully(0, LEAVE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(LEAVE_MS);
    }
}
