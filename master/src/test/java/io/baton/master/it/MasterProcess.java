package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.Event;
import io.baton.master.journal.ListenerEvent;
import io.baton.master.journal.MasterEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.WorkerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real master in a session of its own, as {@link MasterCommand} started it. Closing it ends it with all its workers and
 * fails if a process or a file is left.
 */
public final class MasterProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LEAVING = Duration.ofSeconds(5);
    private static final Duration LOOKS = Duration.ofMillis(20);

    private final Process process;
    private final Path home;
    private final OutputLines lines;
    private final Runnable cleanUp;

    private @Nullable MasterEvents events;
    private @Nullable ControlConnection control;

    /**
     * A master that runs.
     *
     * @param home in which it is the only master
     * @param cleanUp what is to be done after its end
     */
    MasterProcess(Process process, Path home, Runnable cleanUp) {
        this.process = process;
        this.home = home;
        this.cleanUp = cleanUp;
        this.lines = OutputLines.of(process.getInputStream(), LIMIT);
    }

    /** Two workers on a free port with the usual options and these; waits until all are ready. */
    public static MasterProcess ready(String... options) {
        MasterProcess master = start(options);
        master.awaitReady(2);
        return master;
    }

    /** As {@link #ready}, without waiting. */
    public static MasterProcess start(String... options) {
        return new MasterCommand().start(options);
    }

    public int pid() {
        return (int) process.pid();
    }

    /** The port of its first listener. */
    public int port() {
        return awaitEvent(ListenerEvent.Opened.class, opened -> true).port();
    }

    /** Waits until so many workers have become ready since the start, dead ones included. */
    public void awaitReady(int times) {
        awaitEvent(WorkerEvent.Stepped.class, MasterProcess::isReady, times);
    }

    /** The pids that became ready, in order. */
    public List<Integer> readyPids() {
        return events(WorkerEvent.Stepped.class).stream()
                .filter(MasterProcess::isReady)
                .map(step -> step.worker().pid())
                .toList();
    }

    private static boolean isReady(WorkerEvent.Stepped step) {
        // The archive trainer has no slot and no clients.
        return step.to() == WorkerState.READY && step.worker().slot() > 0;
    }

    /** Waits until this worker has come to this state. */
    public WorkerEvent.Stepped awaitStep(int pid, WorkerState to) {
        return awaitEvent(WorkerEvent.Stepped.class, step -> step.worker().pid() == pid && step.to() == to);
    }

    /** Waits for the n-th process that is started under this name. Returns its pid. */
    public int awaitCreated(String name, int n) {
        return awaitEvent(
                        WorkerEvent.Created.class,
                        created -> created.worker().name().equals(name),
                        n)
                .worker()
                .pid();
    }

    /** Waits until the master takes this worker for hung. */
    public WorkerEvent.Hung awaitHang(int pid) {
        return awaitEvent(WorkerEvent.Hung.class, hung -> hung.worker().pid() == pid);
    }

    /** Waits until this worker has died without being told to leave. */
    public WorkerEvent.Died awaitDeath(int pid) {
        return awaitEvent(WorkerEvent.Died.class, died -> died.worker().pid() == pid);
    }

    /** Waits for the first event of this type that fits, since the start. */
    public <E extends Event> E awaitEvent(Class<E> type, Predicate<? super E> fits) {
        return awaitEvent(type, fits, 1);
    }

    /** Waits for the n-th event of this type that fits, since the start. */
    public <E extends Event> E awaitEvent(Class<E> type, Predicate<? super E> fits, int n) {
        return follow().await(type, fits, n, LIMIT.toMillis());
    }

    /** The events of this type so far; all of them once the master has ended. */
    public <E extends Event> List<E> events(Class<E> type) {
        MasterEvents all = follow();
        return isAlive() ? all.soFar(type) : all.untilTheEnd(type, LIMIT.toMillis());
    }

    /** Its state now. */
    public MasterSnapshot state() {
        try {
            if (control == null) {
                control = connect();
            }
            return control.snapshot();
        } catch (IOException e) {
            throw new AssertionError("output: " + output(), e);
        }
    }

    /** Waits until its state fits. */
    public MasterSnapshot awaitState(Predicate<MasterSnapshot> fits) {
        return Awaitility.await("state of the master").atMost(LIMIT).until(this::state, fits);
    }

    private MasterEvents follow() {
        if (events == null) {
            try {
                events = connect().events();
            } catch (IOException e) {
                throw new AssertionError("output: " + output(), e);
            }
            int answering = events.await(MasterEvent.Started.class, started -> true, 1, LIMIT.toMillis())
                    .pid();
            assertThat(answering)
                    .as("the master that has the control socket of %s", home)
                    .isEqualTo(pid());
        }
        return events;
    }

    /** The socket is there a moment after the start, or never if the start fails. */
    private ControlConnection connect() {
        return Awaitility.await("control socket")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOKS)
                .failFast(() -> assertThat(isAlive())
                        .as("master runs; output: %s", output())
                        .isTrue())
                .until(this::tryToConnect, Objects::nonNull);
    }

    private @Nullable ControlConnection tryToConnect() {
        try {
            return ControlConnection.to(home);
        } catch (IOException e) {
            return null;
        }
    }

    /** Pids of its children, as the kernel sees them. */
    public List<Integer> children() {
        return Proc.children(pid());
    }

    /** Waits for the first line of its output with this. For what only the log tells, or the workers print. */
    public Matcher await(Pattern pattern) {
        return await(pattern, 1);
    }

    /** Waits for the n-th line of its output with this. */
    public Matcher await(Pattern pattern, int n) {
        return lines.await(pattern, n);
    }

    /** What it and its workers have said so far. */
    public List<String> output() {
        return lines.soFar();
    }

    /** Whether it has not ended yet. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    public int exitCode(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("master ends within %s; its output: %s", limit, output())
                    .isTrue();
            lines.awaitEnd(LEAVING);
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Breaks the pipe that it writes its log to. */
    void stopListening() {
        lines.close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode(LIMIT);
        closeControl();
        Awaitility.await("end of all processes").atMost(LEAVING).until(() -> Proc.session(pid())
                .isEmpty());
        cleanUp.run();
    }

    private void closeControl() {
        try {
            if (control != null) {
                control.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
