package io.baton.master.child;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.ExitWatch;
import io.baton.master.spawn.Spawner;
import io.baton.protocol.message.KeepAlive;
import io.baton.protocol.message.Listeners;
import io.baton.protocol.message.MessagePort;
import io.baton.protocol.message.Stages;
import io.baton.protocol.posix.Processes;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of a child: it is started or fails to start, it exits, and it is closed when its streams have ended too. Owns
 * the three futures of these events, and what connects the child. Thread-safe unless a method says otherwise.
 */
final class Life implements Spawner.Result {

    private final Conductor conductor;
    private final KeepAlive.Hold hold;
    private final Streams streams;
    private final @Nullable MessagePort port;
    private final @Nullable Duration timeout;
    private final int killSignal;
    private final CompletableFuture<Integer> spawned = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> exited = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> closed = new CompletableFuture<>();

    private volatile boolean killed;

    private Life(ChildOptions options, Children children) {
        conductor = children.conductor();
        hold = children.hold();
        streams = new Streams(options, conductor.loop(), children.buffer());
        port = options.hasIpc() ? new MessagePort(conductor.loop()) : null;
        timeout = options.timeout();
        killSignal = options.killSignal();
    }

    /** Starts a program, without waiting for it. */
    static Life begin(Program program) {
        Children children = Children.shared();
        Life life = new Life(program.options(), children);
        life.hold.ref();
        children.spawner().spawn(program::request, life);
        return life;
    }

    /** The loop on which all callbacks of a child are called. */
    IoEventLoop loop() {
        return conductor.loop();
    }

    Streams streams() {
        return streams;
    }

    /** Throws {@link IllegalStateException} if the child has no channel. */
    MessagePort port() {
        if (port == null) {
            throw new IllegalStateException("the child has no channel: neither forked nor started with ipc()");
        }
        return port;
    }

    /** Whether messages can be sent; false for a child without a channel. */
    boolean connected() {
        return port != null && port.connected();
    }

    /** Keeps this JVM alive until the child is closed. */
    KeepAlive.Hold hold() {
        return hold;
    }

    CompletionStage<Integer> spawned() {
        return Stages.of(spawned);
    }

    CompletionStage<ExitStatus> exited() {
        return Stages.of(exited);
    }

    CompletionStage<ExitStatus> closed() {
        return Stages.of(closed);
    }

    boolean killed() {
        return killed;
    }

    CompletionStage<Boolean> kill() {
        return kill(killSignal);
    }

    /** Sends a signal as soon as the process exists. Completes with false if it has ended or was never started. */
    CompletionStage<Boolean> kill(int signal) {
        return spawned.thenApplyAsync(pid -> signal(pid, signal), loop()).exceptionally(failure -> false);
    }

    /** Stops listening to what the child prints, and kills it. On the loop. */
    void abandon() {
        streams.closeOutputs();
        killUnheard();
    }

    /** Runs the action on the loop after this time, unless the child has ended by then. */
    void after(Duration time, Runnable action) {
        Clock.Cancel timer = conductor.after(time.toMillis(), action);
        exited().whenCompleteAsync((status, failure) -> timer.cancel(), loop());
    }

    /** Calls the action on the loop when this stage has completed. */
    <T> void whenDone(CompletionStage<T> stage, Consumer<T> action) {
        stage.thenAcceptAsync(value -> Listeners.call(() -> action.accept(value)), loop());
    }

    /** Calls the action on the loop when this stage has failed because of the system. */
    void whenFailed(CompletionStage<?> stage, Consumer<IOException> action) {
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure instanceof IOException reason) {
                        Listeners.call(() -> action.accept(reason));
                    }
                },
                loop());
    }

    @Override
    public void spawned(Child child) {
        ExitWatch.start(conductor, child.pid(), this::exited);
        streams.open(child);
        if (port != null) {
            port.open(child.channel(), conductor.msghdr());
        }
        if (timeout != null) {
            after(timeout, this::killUnheard);
        }
        spawned.complete(child.pid());
    }

    @Override
    public void failed(IOException reason) {
        streams.closeInput();
        streams.closeOutputs();
        closePort();
        spawned.completeExceptionally(reason);
        exited.completeExceptionally(reason);
        closed.completeExceptionally(reason);
        letTheJvmGo();
    }

    private void exited(ExitStatus status) {
        CompletionStage<Void> streamsEnd = streams.childExited();
        closePort();
        exited.complete(status);
        streamsEnd.thenRun(() -> {
            closed.complete(status);
            letTheJvmGo();
        });
    }

    /**
     * Lets this JVM exit after the callbacks that are already queued on the loop. The loop's thread is a daemon: the JVM
     * would not wait for them.
     */
    private void letTheJvmGo() {
        loop().execute(hold::end);
    }

    private void closePort() {
        if (port != null) {
            port.peerIsGone("the child is dead");
        }
    }

    private boolean signal(int pid, int signal) {
        // This thread reaps the child, so the number cannot be another process's as long as the child has not exited
        // here.
        boolean sent = !exited.isDone() && Processes.kill(pid, signal) == 0;
        killed |= sent;
        return sent;
    }

    private void killUnheard() {
        CompletionStage<Boolean> unused = kill();
    }
}
