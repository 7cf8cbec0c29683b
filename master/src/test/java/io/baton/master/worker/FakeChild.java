package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerId;
import io.baton.master.output.OutputRemains;
import io.baton.master.output.PipeRemains;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.totals.Totals;
import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.Moved;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker without a process or a channel. The test decides what it says and does. Its handle is a real one. */
public final class FakeChild {

    private final FakeKernel kernel = new FakeKernel();
    private final WorkerProcess process;
    private final WorkerHandle worker;
    private final ChannelListener adapter;
    private final List<String> told = new ArrayList<>();

    private Consumer<KeptThreads> threads = unasked -> {};

    private static final class FakeKernel implements Kernel {

        private final List<Integer> signals = new ArrayList<>();
        private final List<String> titles = new ArrayList<>();

        private boolean stopped;

        @Override
        public void signal(int pid, int signal) {
            signals.add(signal);
        }

        @Override
        public long residentBytes(int pid) {
            return 1;
        }

        @Override
        public void title(int pid, String title) {
            titles.add(title);
        }

        @Override
        public String ports(int pid) {
            return "";
        }

        @Override
        public boolean isStopped(int pid) {
            return stopped;
        }
    }

    /** What the list of all processes has shown of it. */
    public List<String> titles() {
        return List.copyOf(kernel.titles);
    }

    /** What it leaves is told to the test. */
    private final class Left implements Remains {

        @Override
        public void expectThreads(Runnable ask, Runnable whenDumped) {
            ask.run();
        }

        @Override
        public void keepThreads(Runnable ask, Consumer<KeptThreads> whenKept) {
            ask.run();
            threads = whenKept;
        }

        @Override
        public void tell(WorkerId id, ExitStatus status, long livedMs) {
            told.add(id + ": " + status);
        }

        @Override
        public void sit(int slot, String name) {}

        @Override
        public OutputRemains printed() {
            return new OutputRemains(PipeRemains.NONE, PipeRemains.NONE, List.of());
        }

        @Override
        public void lastLines(Consumer<List<String>> consumer) {
            consumer.accept(List.of("last line of " + worker));
        }
    }

    FakeChild(
            WorkerId id,
            Clock clock,
            long createdAtNanos,
            Supervision supervision,
            ApplicationJournal journal,
            WorkerEvents events) {
        this.process = new WorkerProcess(id.pid(), kernel);
        this.worker = new WorkerHandle(
                id, process, createdAtNanos, clock, supervision, new Left(), journal, new Totals().of("test"), events);
        this.adapter = worker.adapter();
        worker.handover().begin(0);
    }

    public WorkerHandle worker() {
        return worker;
    }

    public WorkerState state() {
        return worker.state();
    }

    /** The signals that it was sent, the first one first. */
    public List<Integer> signals() {
        return kernel.signals;
    }

    /** What the operator was told when it had died. */
    public List<String> told() {
        return told;
    }

    /** It says that it is online, and is a worker of ours. */
    public FakeChild online() {
        worker.isOnline(Capabilities.BATON);
        return this;
    }

    /** It says that it is online, and is a worker of an earlier version, which keeps its connections. */
    public FakeChild onlineOfOld() {
        worker.isOnline(new Capabilities(1, 16));
        return this;
    }

    /** It gives back a connection of the listener on this port. The handle is the master's then. */
    public void returns(int port, @Nullable Fd connection) throws ProtocolException {
        returns(HandleType.NET_SOCKET, port, connection);
    }

    void returns(HandleType type, int port, @Nullable Fd connection) throws ProtocolException {
        Message returned = new MovingMessage.Returned(0, key(port), new Moved(null, 1, 1));
        adapter.withHandle(new Message.WithHandle(type, returned), connection);
    }

    /** It answers the request of this number for connections. */
    void gaveBack(long request, int count) {
        message(new MovingMessage.GaveBack(request, 0, count, count == 0 ? "none is idle" : ""));
    }

    private static String key(int port) {
        return new ListenRequest(ListenAddress.tcp("127.0.0.1", port), 0, -1, 0, 0, null).key();
    }

    /** It says that it is online, and is a plain Node process. */
    public FakeChild onlineInNode() {
        worker.isOnline(Capabilities.NODE);
        return this;
    }

    /** It asks for this port, and listens if it may. */
    public FakeChild asks(int port) {
        message(new Message.QueryServer(0, new ListenRequest(ListenAddress.tcp("127.0.0.1", port), 0, -1, 0, 0, null)));
        return this;
    }

    /** It is online, asks for port 3000, and listens: it is ready. */
    public FakeChild listens() {
        if (worker.state() == WorkerState.STARTING) {
            online();
        }
        return listens(3000);
    }

    /** It listens on this port, and is ready if that is all that it has to serve. */
    public FakeChild listens(int port) {
        asks(port);
        worker.listens(ListenRequest.of(ListenAddress.tcp("127.0.0.1", port)).key());
        return this;
    }

    /** It says something, as a living event loop does every second. */
    public void beats() {
        worker.vigil().heard();
    }

    /** It has printed its threads. */
    public void printsThreads(String text) {
        threads.accept(new KeptThreads("/evidence", text));
    }

    /** It retires. */
    public void retires() {
        retires("uncaught exception");
    }

    /** It retires for this reason. */
    void retires(String reason) {
        message(new Message.Retire(0, reason));
    }

    /** A signal asks it to end. */
    public void isSignalled() {
        message(new Message.Release(0, "SIGTERM"));
    }

    /** It disconnects of its own will, as Node's {@code worker.disconnect()} does. */
    public void disconnects() {
        worker.disconnects();
    }

    /** It closes what it serves on this port. */
    public void closes(int port) {
        worker.servesNoLonger(key(port));
    }

    /** Its channel ends; the process lives on. */
    public void channelEnds() {
        worker.death().channelEnded(new ChannelEnd("peer closed", false));
    }

    /** It is stopped by a signal from now on. */
    public void isStopped() {
        kernel.stopped = true;
    }

    /** Its process ends with this code. */
    public void exits(int code) {
        ends(new ExitStatus(code, 0, false));
    }

    /** Its process is killed. */
    public void isKilled() {
        ends(new ExitStatus(-1, Processes.SIGKILL, false));
    }

    private void message(Message message) {
        try {
            adapter.message(message);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void ends(ExitStatus status) {
        process.ended(status);
        worker.death().exited();
    }

    @Override
    public String toString() {
        return worker.toString();
    }
}
