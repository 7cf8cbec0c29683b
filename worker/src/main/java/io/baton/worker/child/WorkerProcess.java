package io.baton.worker.child;

import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.GivenConnections;
import io.baton.protocol.message.Handle;
import io.baton.protocol.message.KeepAlive;
import io.baton.protocol.message.Listeners;
import io.baton.protocol.message.MessageListener;
import io.baton.protocol.message.MessagePort;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Utf8;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * This process as a child of the process that forked it: the part of Node's {@code process} for which Java has no class. The
 * parent may be Java ({@code ChildProcess.fork}) or Node ({@code child_process.fork} with {@code execPath: 'java'}).
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *     WorkerProcess me = WorkerProcess.current();
 *     me.onMessage((message, handle) -> me.send(Map.of("pid", me.pid(), "heard", message)));
 * }
 * }</pre>
 *
 * <p>Thread-safe. Listeners are called one at a time on the channel's thread, {@code baton-channel}. A long computation there
 * holds up all messages, as it does in Node; other than in Node, another thread can do it. As in Node the process lives on after
 * {@code main} while the channel is open and a listener waits for messages or for the end of the channel.
 *
 * <p>Differs from Node: {@code main} must call {@link #current} before any code calls {@link System#getenv}, which would keep a
 * copy of the channel's variables; {@link #env} never shows them.
 */
public final class WorkerProcess {

    private static final String CHANNEL_FD = "NODE_CHANNEL_FD";
    private static final String SERIALIZATION = "NODE_CHANNEL_SERIALIZATION_MODE";
    private static final String UNIQUE_ID = "NODE_UNIQUE_ID";
    private static final int TITLE_BYTES = 15;

    private final IoEventLoop loop;
    private final MessagePort port;
    private final KeepAlive.Hold hold = new KeepAlive("baton-channel-alive").hold();

    private static final class Current {
        static final WorkerProcess PROCESS = new WorkerProcess();
    }

    private WorkerProcess() {
        loop = new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("baton-channel", true), EpollIoHandler.newFactory())
                .next();
        port = new MessagePort(loop);
        CompletionStage<Void> end = port.disconnected();
        // The hold ends after the callbacks of the end. The loop's thread is a daemon, and the JVM would exit in the
        // middle of them.
        end.thenRunAsync(() -> loop.execute(hold::end), loop);
        Fd channel = takeChannel();
        loop.execute(() -> {
            if (channel == null) {
                port.peerIsGone("this process was not forked");
            } else {
                port.open(channel, new Msghdr());
            }
        });
        if (channel == null) {
            port.disconnect();
        }
    }

    /**
     * This process, the same object every time. The first call opens the channel.
     *
     * @throws IllegalStateException if the parent uses V8's serialization, which Java cannot read
     */
    public static WorkerProcess current() {
        return Current.PROCESS;
    }

    /** {@link #send(Object, Handle)} without a handle. */
    public CompletionStage<Void> send(@Nullable Object message) {
        return send(message, null);
    }

    /**
     * Sends a message to the parent.
     *
     * @param message a value that {@link ValueCodec} can write
     * @param handle sent with the message. A server or datagram socket stays the caller's to close. Any other handle is
     *     closed here once the parent has it; if this fails, the caller closes it
     * @return completes when the kernel has the message and the parent has the handle, if there is one; fails with
     *     {@link ChannelClosedException} if there is no channel or it ends first
     * @throws IllegalArgumentException if the message cannot be written, is longer than
     *     {@link MessagePort#MAX_MESSAGE}, or has a {@code cmd} that begins with {@code NODE_}
     * @throws IllegalStateException if the handle is closed or was sent before
     */
    public CompletionStage<Void> send(@Nullable Object message, @Nullable Handle handle) {
        return port.send(ValueCodec.encode(message), handle);
    }

    /** As {@link #send(Object, Handle)} without a handle, with a message that is already JSON. */
    public CompletionStage<Void> sendJson(String json) {
        return port.send(ValueCodec.onOneLine(json), null);
    }

    /**
     * The connections of this process's server that were sent to the parent. It can be asked which of them it still has
     * open.
     */
    public GivenConnections connectionsOf(UnixChannel server) {
        return new GivenConnections(port, server);
    }

    /**
     * Calls the listener for each message from the parent, beginning with the first. A further call replaces the
     * listener.
     */
    public WorkerProcess onMessage(MessageListener listener) {
        hold.ref();
        port.onMessage(listener);
        return this;
    }

    /** Runs the action when the channel to the parent has ended; at once if there never was one. */
    public WorkerProcess onDisconnect(Runnable action) {
        hold.ref();
        port.disconnected().thenRunAsync(() -> Listeners.call(action), loop);
        return this;
    }

    /**
     * Closes the channel once all messages sent so far are in the kernel. The process ends when it has nothing else to
     * do.
     */
    public void disconnect() {
        port.disconnect();
    }

    /** Whether there is a channel to the parent. */
    public boolean connected() {
        return port.connected();
    }

    /** Lets the process exit even while it listens for messages, as {@code process.channel.unref()} does. */
    public void unref() {
        hold.unref();
    }

    /** The pid of this process. */
    public int pid() {
        return Processes.pid();
    }

    /** The parent's pid. When the parent has ended, the pid of the process that has adopted this one. */
    public int ppid() {
        return Processes.parentPid();
    }

    /** How long this process has lived, to 10 ms. */
    public Duration uptime() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
    }

    /** The name of this process in ps -o comm, top and pgrep. */
    public String title() {
        try {
            return Files.readString(comm()).trim();
        } catch (IOException e) {
            throw new IllegalStateException("title cannot be read", e);
        }
    }

    /**
     * Sets that name. Differs from Node, which writes over its command line; a JVM does not own that memory. The name
     * has room for 15 bytes. A longer one is cut between two characters.
     */
    public void title(String title) {
        byte[] bytes = title.getBytes(StandardCharsets.UTF_8);
        try {
            int end = bytes.length > TITLE_BYTES ? Utf8.cut(bytes, 0, TITLE_BYTES) : bytes.length;
            Files.write(comm(), Arrays.copyOf(bytes, end));
        } catch (IOException e) {
            throw new IllegalStateException("title cannot be set", e);
        }
    }

    /** The working directory of this process. Differs from Node: a JVM cannot change it. */
    public Path cwd() {
        return Path.of("").toAbsolutePath();
    }

    /**
     * The environment of this process, without the variables of the channel. Differs from Node: a JVM cannot change it.
     */
    public Map<String, String> env() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeAll(List.of(CHANNEL_FD, SERIALIZATION, UNIQUE_ID));
        return variables;
    }

    private Path comm() {
        return Path.of("/proc/self/task/" + pid() + "/comm");
    }

    /**
     * Takes the channel that the variables name, and removes them: neither this JVM's code nor its children may see
     * them.
     */
    private static @Nullable Fd takeChannel() {
        String number = Processes.environment(CHANNEL_FD);
        String mode = Processes.environment(SERIALIZATION);
        Processes.removeEnvironment(CHANNEL_FD);
        Processes.removeEnvironment(SERIALIZATION);
        Processes.removeEnvironment(UNIQUE_ID);
        if (number == null || number.isEmpty()) {
            return null;
        }
        if (mode != null && !mode.isEmpty() && !mode.equals("json")) {
            throw new IllegalStateException(SERIALIZATION + ": " + mode + " (expected: json)");
        }
        try {
            Fd channel = Fd.own(Integer.parseInt(number));
            Libc.setCloseOnExec(channel);
            return channel;
        } catch (NumberFormatException | IOException e) {
            throw new IllegalStateException(CHANNEL_FD + ": " + number + " is no channel", e);
        }
    }
}
