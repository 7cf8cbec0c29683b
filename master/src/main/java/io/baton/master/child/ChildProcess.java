package io.baton.master.child;

import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.GivenConnections;
import io.baton.protocol.message.Handle;
import io.baton.protocol.message.Listeners;
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
 * <p>Nothing here blocks, and everything is thread-safe. Callbacks run one at a time on a thread that all children share,
 * {@code baton-children}: one that takes its time delays all others. A callback that is registered late is called for what
 * has happened already, because another thread cannot be quick enough; Node's would not be. As in Node this JVM does not
 * exit while it has a child, see {@link #unref}, and children that are not forked outlive it.
 *
 * <p>Differs from Node: a child gets no other descriptors than the three streams and the channel; ignored signals are at
 * their defaults in it.
 */
public final class ChildProcess {

    private final Life life;

    private ChildProcess(Program program) {
        life = Life.begin(program);
    }

    /** {@link #spawn(String, List, ChildOptions)} with Node's defaults. */
    public static ChildProcess spawn(String file, List<String> arguments) {
        return spawn(file, arguments, ChildOptions.defaults());
    }

    /**
     * Starts a program, with pipes for its streams unless the options say otherwise.
     *
     * @param file looked up in the PATH of the child's environment if it has no slash
     * @throws IllegalArgumentException if an argument or a variable has a NUL in it
     */
    public static ChildProcess spawn(String file, List<String> arguments, ChildOptions options) {
        return new ChildProcess(Program.of(file, arguments, options.stdioUnlessGiven(Stdio.PIPE)));
    }

    /** {@link #exec(String, ChildOptions)} with Node's defaults. */
    public static Execution exec(String command) {
        return exec(command, ChildOptions.defaults());
    }

    /**
     * Has a shell, {@code /bin/sh} unless the options name another, interpret a command, and collects what it prints. Never
     * for a text from outside, which can say anything to a shell: {@link #execFile}.
     *
     * <pre>{@code
     * ChildProcess.exec("ls /tmp | wc -l").output().thenAccept(output -> System.out.print(output.stdout()));
     * }</pre>
     */
    public static Execution exec(String command, ChildOptions options) {
        return execFile(command, List.of(), options.shell() == null ? options.shell("/bin/sh") : options);
    }

    /** {@link #execFile(String, List, ChildOptions)} with Node's defaults. */
    public static Execution execFile(String file, List<String> arguments) {
        return execFile(file, arguments, ChildOptions.defaults());
    }

    /** Starts a program without a shell and collects what it prints. Its streams are pipes whatever the options say. */
    public static Execution execFile(String file, List<String> arguments, ChildOptions options) {
        Program program = Program.of(file, arguments, options.stdio(Stdio.PIPE).timeout(Duration.ZERO));
        return Execution.of(new ChildProcess(program), file, arguments, options);
    }

    /** {@link #fork(String, List, ChildOptions)} with Node's defaults. */
    public static ChildProcess fork(String module, String... arguments) {
        return fork(module, List.of(arguments), ChildOptions.defaults());
    }

    /**
     * Starts a module, with a channel to it; its streams are this process's own unless the options say otherwise.
     *
     * @param module a script of Node's, if it ends with {@code .js}, {@code .mjs} or {@code .cjs}; else the name of a Java
     *     class with a {@code main}, which finds its end of the channel with {@code WorkerProcess.current()} if
     *     {@code worker.jar} is on its class path
     */
    public static ChildProcess fork(String module, List<String> arguments, ChildOptions options) {
        return new ChildProcess(ForkCommand.of(module, arguments, options.stdioUnlessGiven(Stdio.INHERIT)));
    }

    /**
     * The process id. Differs from Node, whose {@code spawn} waits until the program runs and knows it then.
     *
     * @return completes when the program runs; fails with {@link PosixException} if it could not be started
     */
    public CompletionStage<Integer> pid() {
        return life.spawned();
    }

    /** Its standard input; throws {@link IllegalStateException} if that is no pipe. */
    public ChildInput stdin() {
        return require(life.streams().stdin(), "stdin is no pipe");
    }

    /** Its standard output; throws {@link IllegalStateException} if that is no pipe. */
    public ChildOutput stdout() {
        return require(life.streams().stdout(), "stdout is no pipe");
    }

    /** Its standard error; throws {@link IllegalStateException} if that is no pipe. */
    public ChildOutput stderr() {
        return require(life.streams().stderr(), "stderr is no pipe");
    }

    /** {@link #send(Object, Handle)} without a handle. */
    public CompletionStage<Void> send(@Nullable Object message) {
        return send(message, null);
    }

    /**
     * Sends a message to a forked child; one sent before the child runs waits for it. What Node tells by its return value,
     * that much waits already, the returned stage tells by being incomplete.
     *
     * @param message a value that {@link ValueCodec} can write
     * @param handle what goes with it: a server or datagram socket stays the caller's to close; any other is closed here
     *     when the child has it, and the caller's again if this fails
     * @return completes when the kernel has the message, and the child has the handle if there is one; fails with
     *     {@link ChannelClosedException} if there is no channel any more, or the child dies before. Differs from Node,
     *     which has an {@code error} event where nobody gave a callback
     * @throws IllegalArgumentException if the message cannot be written, is longer than {@link MessagePort#MAX_MESSAGE} or
     *     its {@code cmd} begins with {@code NODE_}, of which a child would not be told. Node sends the latter in silence
     * @throws IllegalStateException if the child has no channel; or if the handle is closed or was sent already, where Node
     *     sends the message alone
     */
    public CompletionStage<Void> send(@Nullable Object message, @Nullable Handle handle) {
        return port().send(ValueCodec.encode(message), handle);
    }

    /** Sends a message that is JSON already; else as {@link #send(Object, Handle)}. */
    public CompletionStage<Void> sendJson(String json) {
        return port().send(ValueCodec.onOneLine(json), null);
    }

    /** The connections that this server here accepted and that the child was sent, to ask the child which it has open. */
    public GivenConnections connectionsOf(UnixChannel server) {
        return new GivenConnections(port(), server);
    }

    /** Calls for each message of the child, from the first on. A further call replaces the listener. */
    public ChildProcess onMessage(MessageListener listener) {
        port().onMessage(listener);
        return this;
    }

    /** Calls when there is no channel to the child any more, whoever closed it. */
    public ChildProcess onDisconnect(Runnable action) {
        port().disconnected().thenRunAsync(() -> Listeners.call(action), life.loop());
        return this;
    }

    /** Calls when the program runs, with its pid. */
    public ChildProcess onSpawn(Consumer<Integer> action) {
        return on(pid(), action);
    }

    /** Calls when the child has ended and is reaped. Its streams may still be open: {@link #onClose}. */
    public ChildProcess onExit(Consumer<ExitStatus> action) {
        return on(exited(), action);
    }

    /**
     * Calls when the child has ended and all its streams have, which its own children may hold open. Differs from Node,
     * where this follows {@link #onError} too.
     */
    public ChildProcess onClose(Consumer<ExitStatus> action) {
        return on(closed(), action);
    }

    /** Calls if the program could not be started, as {@code spawn nope: ENOENT (No such file or directory)}. */
    public ChildProcess onError(Consumer<IOException> action) {
        CompletionStage<Integer> start = pid();
        start.whenCompleteAsync(
                (pid, failure) -> {
                    if (failure instanceof IOException reason) {
                        Listeners.call(() -> action.accept(reason));
                    }
                },
                life.loop());
        return this;
    }

    /** As {@link #onExit}; fails with {@link PosixException} if the program could not be started. */
    public CompletionStage<ExitStatus> exited() {
        return life.exited();
    }

    /** As {@link #onClose}; fails with {@link PosixException} if the program could not be started. */
    public CompletionStage<ExitStatus> closed() {
        return life.closed();
    }

    /** Sends the kill signal of the options, SIGTERM by default. */
    public CompletionStage<Boolean> kill() {
        return life.kill();
    }

    /**
     * Sends a signal, as soon as there is a process.
     *
     * @param signal its number, as {@link Processes#SIGTERM}; 0 only asks whether there is a process
     * @return whether it was sent: false if the process has ended, or never was. Never hits a later process of that number
     */
    public CompletionStage<Boolean> kill(int signal) {
        if (signal < 0 || signal > 64) {
            throw new IllegalArgumentException("signal: " + signal + " (expected: 0..64)");
        }
        return life.kill(signal);
    }

    /** Whether a signal of {@link #kill} was sent, if not what became of it. */
    public boolean killed() {
        return life.killed();
    }

    /** Closes the channel when what was sent so far is in the kernel. */
    public void disconnect() {
        port().disconnect();
    }

    /** Whether messages can be sent; false for a child without a channel. */
    public boolean connected() {
        MessagePort port = life.port();
        return port != null && port.connected();
    }

    /**
     * Lets this JVM exit while the child lives. Differs from Node, where the channel and each stream are to be let go of
     * apart.
     */
    public ChildProcess unref() {
        life.hold().unref();
        return this;
    }

    /** Keeps this JVM from exiting while the child lives, as from the start. */
    public ChildProcess ref() {
        life.hold().ref();
        return this;
    }

    Life life() {
        return life;
    }

    private <T> ChildProcess on(CompletionStage<T> event, Consumer<T> action) {
        event.thenAcceptAsync(what -> Listeners.call(() -> action.accept(what)), life.loop());
        return this;
    }

    private MessagePort port() {
        return require(life.port(), "the child has no channel: neither forked nor started with ipc()");
    }

    private static <T> T require(@Nullable T part, String otherwise) {
        if (part == null) {
            throw new IllegalStateException(otherwise);
        }
        return part;
    }
}
