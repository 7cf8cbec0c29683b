package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.Message;
import io.baton.protocol.posix.DescriptorLimit;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real Node that runs {@code node-child.js}, with the master's end of its channel. */
final class NodeChild implements AutoCloseable, ChannelListener {

    private static final int LIMIT_S = 20;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final List<String> outcomes = new ArrayList<>();
    private final Deque<Fd> handles = new ArrayDeque<>();
    private final IoEventLoop loop;
    private final Fd socket;
    private final int pid;
    private final IpcChannel channel;
    private @Nullable DescriptorLimit limit;
    private boolean reaped;

    private NodeChild(MultiThreadIoEventLoopGroup group, List<String> command) throws PosixException {
        Fd[] pair = Libc.socketpair();
        socket = pair[0];
        List<String> environment =
                List.of("PATH=" + System.getenv("PATH"), "NODE_CHANNEL_FD=3", "NODE_CHANNEL_SERIALIZATION_MODE=json");
        try (Fd end = pair[1];
                Fd copy = PosixSpawn.outOfTheWay(end)) {
            pid = new PosixSpawn(command, environment)
                    .nullDevice(0)
                    .pass(copy, 3)
                    .spawn();
        }
        loop = group.next();
        channel = onLoop(() -> IpcChannel.open(loop, pair[0], new Msghdr(), this));
    }

    /** Starts a child and waits until it says that it runs. */
    static NodeChild start(MultiThreadIoEventLoopGroup group) throws PosixException {
        return started(new NodeChild(group, List.of("node", script())));
    }

    /** Starts a child that can have so many descriptors open. */
    static NodeChild startWithDescriptors(int most, MultiThreadIoEventLoopGroup group) throws PosixException {
        return started(new NodeChild(group, List.of("sh", "-c", "ulimit -n " + most + "; exec node " + script())));
    }

    private static NodeChild started(NodeChild child) {
        assertThat(child.hear()).isEqualTo("\"ready\"");
        return child;
    }

    /** This end's socket. */
    Fd socket() {
        return socket;
    }

    /** Lets the channel treat the child as having these capabilities. */
    void treatAs(Capabilities capabilities) {
        run(() -> channel.peerIs(capabilities));
    }

    void say(String json) {
        run(() -> channel.send(new Message.User(json)));
    }

    void say(Message message) {
        run(() -> channel.send(message));
    }

    /** Gives a handle away. */
    void give(HandleType type, String json, Fd handle) {
        give(new Message.WithHandle(type, new Message.User(json)), handle);
    }

    /** Gives a handle away. */
    void give(Message.WithHandle message, Fd handle) {
        run(() -> channel.send(message, handle, outcome -> {
            outcomes.add(outcome.toString());
            handle.close();
        }));
    }

    /** The child's next words, or {@code closed: } and the reason. */
    String hear() {
        try {
            return Objects.requireNonNullElse(heard.poll(LIMIT_S, TimeUnit.SECONDS), "nothing");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The child's next words, so many of them, in order. */
    List<String> hear(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(hear());
        }
        return all;
    }

    /** Requires that the child answers and has said nothing else. */
    void requireAlive() {
        say("{\"do\":\"echo\",\"value\":\"alive\"}");
        assertThat(hear()).isEqualTo("{\"echo\":\"alive\"}");
    }

    /** As {@link #requireAlive}, but the child may say this first. */
    void requireAliveAfter(String first) {
        say("{\"do\":\"echo\",\"value\":\"alive\"}");
        String said = hear();
        if (said.equals(first)) {
            said = hear();
        }
        assertThat(said).isEqualTo("{\"echo\":\"alive\"}");
    }

    /** Sends this while the child can open no descriptor. Later it can again. */
    void loseNextHandle(String json) {
        onLoop(() -> {
            channel.send(new Message.User(json));
            channel.flush();
            limit = DescriptorLimit.nothingMoreOpens(socket);
            return "";
        });
    }

    /** The next handle of the child, owned by the caller. */
    Fd takeHandle() {
        return onLoop(handles::remove);
    }

    /** The outcomes of the given handles, in order. */
    List<String> outcomes() {
        return onLoop(() -> List.copyOf(outcomes));
    }

    /** Uses the sockets that the two ends gave each other. */
    void onSockets(Consumer<KeyedSockets> action) {
        run(() -> action.accept(channel.sockets()));
    }

    void run(Runnable action) {
        onLoop(() -> {
            action.run();
            return "";
        });
    }

    IpcChannel channel() {
        return channel;
    }

    /** Waits for the child's end. Returns its exit code, or a negative signal number. */
    int exitStatus() {
        int status = Awaitility.await()
                .atMost(Duration.ofSeconds(LIMIT_S))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Processes.waitpid(pid), result -> result != Processes.STILL_RUNNING);
        reaped = true;
        return (status & 0x7f) == 0 ? status >> 8 : -(status & 0x7f);
    }

    @Override
    public void acknowledged(boolean taken) {
        heard.add(taken ? "ack" : "nack");
    }

    @Override
    public void accepted(long ack, boolean accepted) {
        heard.add("accepted " + ack + " " + accepted);
    }

    @Override
    public void newConnection(String key, long seq, @Nullable Fd connection) {
        heard.add("newconn");
    }

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
        if (handle != null) {
            handles.add(handle);
        }
        String content = message.content() instanceof Message.User user
                ? user.json()
                : message.content().toString();
        String name = handle == null ? "none" : message.type() + (message.key() == null ? "" : " key");
        heard.add(Heard.shortened(content) + " with " + name);
    }

    @Override
    public void readComplete() {
        if (limit != null) {
            limit.close();
            limit = null;
        }
    }

    @Override
    public void message(Message message) {
        heard.add(message instanceof Message.User user ? user.json() : message.toString());
    }

    @Override
    public void closed(ChannelEnd end) {
        heard.add("closed: " + end.reason());
    }

    @Override
    public void close() {
        if (!reaped) {
            Processes.kill(pid, Processes.SIGKILL);
            int unused = exitStatus();
        }
        run(() -> {
            channel.close("the test is over");
            handles.forEach(Fd::close);
        });
    }

    private <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static String script() {
        try {
            return Path.of(Objects.requireNonNull(NodeChild.class.getResource("node-child.js"))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
