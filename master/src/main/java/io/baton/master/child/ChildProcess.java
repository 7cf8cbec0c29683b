package io.baton.master.child;

import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.GivenConnections;
import io.baton.protocol.message.Handle;
import io.baton.protocol.message.MessageListener;
import io.baton.protocol.message.MessagePort;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that this one started: Node's {@code child_process} with its four functions, {@link #spawn}, {@link #exec},
 * {@link #execFile} and {@link #fork}.
 *
 * <pre>{@code
 * ChildProcess ls = ChildProcess.spawn("ls", List.of("-l", "/tmp"));
 * ls.stdout().onLine(System.out::println);
 * ls.onExit(status -> System.out.println("ls: " + status));
 *
 * ChildProcess child = ChildProcess.fork("com.example.Compute");      // its main asks WorkerProcess.current()
 * child.onMessage((sum, handle) -> System.out.println("sum " + sum));
 * child.send(Map.of("upTo", 1_000_000));
 * }</pre>
 *
 * <p>No method blocks, and all are thread-safe. Callbacks run one at a time on {@code baton-children}, a thread that all
 * children share: a slow callback delays all others. A callback that is registered after its event is called at once, because
 * another thread cannot always be quick enough; Node would not call it. As in Node this JVM does not exit while it has a
 * child (see {@link #unref}), and children that are not forked outlive it.
 *
 * <p>Differs from Node: a child gets only the three streams and the channel, no other descriptors, and signals that this
 * process ignores have their defaults in the child.
 */
public final class ChildProcess {

    private final Life life;

    private ChildProcess(Program program) {
        life = Life.begin(program);
    }

    /** As {@link #spawn(String, List, ChildOptions)} with Node's defaults. */
    public static ChildProcess spawn(String file, List<String> arguments) {
        return spawn(file, arguments, ChildOptions.defaults());
    }

    /**
     * Starts a program. Its streams are pipes unless the options say otherwise.
     *
     * @param file a path, or a name that is looked up in the PATH of the child's environment
     * @throws IllegalArgumentException if an argument or a variable contains NUL
     */
    public static ChildProcess spawn(String file, List<String> arguments, ChildOptions options) {
        return new ChildProcess(Program.of(file, arguments, options.stdioUnlessGiven(Stdio.PIPE)));
    }

    /** As {@link #exec(String, ChildOptions)} with Node's defaults. */
    public static Execution exec(String command) {
        return exec(command, ChildOptions.defaults());
    }

    /**
     * Starts a shell that interprets a command, and collects what the command prints. The shell is {@code /bin/sh} unless the
     * options name another. Never use it with text from outside, which a shell would execute: see {@link #execFile}.
     *
     * <pre>{@code
     * ChildProcess.exec("ls /tmp | wc -l").output().thenAccept(output -> System.out.print(output.stdout()));
     * }</pre>
     */
    public static Execution exec(String command, ChildOptions options) {
        return execFile(command, List.of(), options.shell() == null ? options.shell("/bin/sh") : options);
    }

    /** As {@link #execFile(String, List, ChildOptions)} with Node's defaults. */
    public static Execution execFile(String file, List<String> arguments) {
        return execFile(file, arguments, ChildOptions.defaults());
    }

    /** Starts a program without a shell and collects what it prints. Its streams are pipes whatever the options say. */
    public static Execution execFile(String file, List<String> arguments, ChildOptions options) {
        Program program = Program.of(file, arguments, options.stdio(Stdio.PIPE).timeout(Duration.ZERO));
        return Execution.of(new ChildProcess(program), file, arguments, options);
    }

    /** As {@link #fork(String, List, ChildOptions)} with Node's defaults. */
    public static ChildProcess fork(String module, String... arguments) {
        return fork(module, List.of(arguments), ChildOptions.defaults());
    }

    /**
     * Starts a module with a channel to it. Its streams are this process's own unless the options say otherwise.
     *
     * @param module the name of a Node script, if it ends with {@code .js}, {@code .mjs} or {@code .cjs}; else the name of
     *     a Java class with a {@code main}. The class gets its end of the channel from {@code WorkerProcess.current()}, if
     *     {@code worker.jar} is on its class path
     */
    public static ChildProcess fork(String module, List<String> arguments, ChildOptions options) {
        return new ChildProcess(ForkCommand.of(module, arguments, options.stdioUnlessGiven(Stdio.INHERIT)));
    }

    /**
     * The process id. Differs from Node, whose {@code spawn} waits until the program runs.
     *
     * @return completes when the program runs; fails with {@link PosixException} if it could not be started
     */
    public CompletionStage<Integer> pid() {
        return life.spawned();
    }

    /** Its standard input; throws {@link IllegalStateException} if that is no pipe. */
    public ChildInput stdin() {
        return life.streams().stdin();
    }

    /** Its standard output; throws {@link IllegalStateException} if that is no pipe. */
    public ChildOutput stdout() {
        return life.streams().stdout();
    }

    /** Its standard error; throws {@link IllegalStateException} if that is no pipe. */
    public ChildOutput stderr() {
        return life.streams().stderr();
    }

    /** {@link #send(Object, Handle)} without a handle. */
    public CompletionStage<Void> send(@Nullable Object message) {
        return send(message, null);
    }

    /**
     * Sends a message to a forked child. A message that is sent before the child runs waits for it. Where Node returns
     * false because much waits already, the returned stage is not complete yet.
     *
     * @param message a value that {@link ValueCodec} can write
     * @param handle goes with the message. A server or a datagram socket stays the caller's to close. Any other handle is
     *     closed here when the child has it; if this fails, it is the caller's again
     * @return completes when the kernel has the message, and, with a handle, when the child has the handle. Fails with
     *     {@link ChannelClosedException} if the channel is closed or the child dies before. Differs from Node, which emits
     *     {@code error} if there is no callback
     * @throws IllegalArgumentException if the message cannot be written or is longer than {@link MessagePort#MAX_MESSAGE},
     *     or if its {@code cmd} begins with {@code NODE_}: a child would not hear of it, and Node sends it in silence
     * @throws IllegalStateException if the child has no channel, or if the handle is closed or was sent before. Node sends
     *     the message without such a handle
     */
    public CompletionStage<Void> send(@Nullable Object message, @Nullable Handle handle) {
        return life.port().send(ValueCodec.encode(message), handle);
    }

    /** Sends a message that is JSON already. Otherwise as {@link #send(Object, Handle)}. */
    public CompletionStage<Void> sendJson(String json) {
        return life.port().send(ValueCodec.onOneLine(json), null);
    }

    /**
     * The connections that this server of ours accepted and that were sent to the child. The child can be asked which of
     * them are still open.
     */
    public GivenConnections connectionsOf(UnixChannel server) {
        return new GivenConnections(life.port(), server);
    }

    /** Calls the listener for each message of the child, from the first one on. A further call replaces the listener. */
    public ChildProcess onMessage(MessageListener listener) {
        life.port().onMessage(listener);
        return this;
    }

    /** Calls the action when the channel is closed, by either side. */
    public ChildProcess onDisconnect(Runnable action) {
        return on(life.port().disconnected(), unused -> action.run());
    }

    /** Calls the action with the pid when the program runs. */
    public ChildProcess onSpawn(Consumer<Integer> action) {
        return on(pid(), action);
    }

    /** Calls the action when the child has ended and is reaped. Its streams may still be open: see {@link #onClose}. */
    public ChildProcess onExit(Consumer<ExitStatus> action) {
        return on(exited(), action);
    }

    /**
     * Calls the action when the child and all its streams have ended. Children of the child may hold the streams open.
     * Differs from Node, which emits {@code close} after a failed start too: see {@link #onError}.
     */
    public ChildProcess onClose(Consumer<ExitStatus> action) {
        return on(closed(), action);
    }

    /**
     * Calls the action if the program could not be started, as with {@code spawn nope: ENOENT (No such file or directory)}.
     */
    public ChildProcess onError(Consumer<IOException> action) {
        life.whenFailed(pid(), action);
        return this;
    }

    /** Completes as {@link #onExit} calls; fails with {@link PosixException} if the program could not be started. */
    public CompletionStage<ExitStatus> exited() {
        return life.exited();
    }

    /** Completes as {@link #onClose} calls; fails with {@link PosixException} if the program could not be started. */
    public CompletionStage<ExitStatus> closed() {
        return life.closed();
    }

    /** Sends the kill signal of the options, SIGTERM by default. */
    public CompletionStage<Boolean> kill() {
        return life.kill();
    }

    /**
     * Sends a signal as soon as the process exists. It never hits a later process with the same number.
     *
     * @param signal its number, as {@link Processes#SIGTERM}; 0 only asks whether the process exists
     * @return whether the signal was sent: false if the process has ended or was never started
     */
    public CompletionStage<Boolean> kill(int signal) {
        if (signal < 0 || signal > 64) {
            throw new IllegalArgumentException("signal: " + signal + " (expected: 0..64)");
        }
        return life.kill(signal);
    }

    /** Whether {@link #kill} has sent a signal. The child may have survived it. */
    public boolean killed() {
        return life.killed();
    }

    /** Closes the channel when the kernel has all messages that were sent so far. */
    public void disconnect() {
        life.port().disconnect();
    }

    /** Whether messages can be sent; false for a child without a channel. */
    public boolean connected() {
        return life.connected();
    }

    /**
     * Lets this JVM exit while the child lives. Differs from Node, where the channel and each stream have an {@code unref}
     * of their own.
     */
    public ChildProcess unref() {
        life.hold().unref();
        return this;
    }

    /** Keeps this JVM from exiting while the child lives. This is so from the start. */
    public ChildProcess ref() {
        life.hold().ref();
        return this;
    }

    Life life() {
        return life;
    }

    private <T> ChildProcess on(CompletionStage<T> event, Consumer<T> action) {
        life.whenDone(event, action);
        return this;
    }
}
