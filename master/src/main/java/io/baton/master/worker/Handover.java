package io.baton.master.worker;

import io.baton.master.carried.CarriedWorker;
import io.baton.master.dispatch.Lane;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.Capabilities;
import io.baton.protocol.channel.IpcChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of one worker that crosses an upgrade of the master, from one image to the next. The kernel kills a worker when the
 * thread ends that it takes for the worker's parent (prctl(2), PR_SET_PDEATHSIG). For workers that this image has started that
 * is the thread that executes the next image, and goes on in it. For all others it is a thread that ends then: they are told
 * before, and after. Conductor thread only.
 */
public final class Handover {

    private final WorkerReport report;
    private final WorkerProxy proxy;
    private final Lane lane;
    private final Lifecycle lifecycle;
    private final Readiness readiness;
    private final Leaving leaving;
    private final Remains remains;
    private final Consumer<Capabilities> understands;

    private int image;
    private long askedSeq;
    private @Nullable Runnable whenAnswered;

    Handover(
            WorkerReport report,
            WorkerProxy proxy,
            Lane lane,
            Lifecycle lifecycle,
            Readiness readiness,
            Leaving leaving,
            Remains remains,
            Consumer<Capabilities> understands) {
        this.report = report;
        this.proxy = proxy;
        this.lane = lane;
        this.lifecycle = lifecycle;
        this.readiness = readiness;
        this.leaving = leaving;
        this.remains = remains;
        this.understands = understands;
    }

    /**
     * The process was just started.
     *
     * @param startedBy the image that did; -1 if it was the program that this process had before the first one
     */
    void begin(int startedBy) {
        image = startedBy;
        lifecycle.begin();
    }

    /**
     * The process was started by a former image.
     *
     * @param channel to it; null if it has ended
     */
    void goOn(CarriedWorker carried, @Nullable IpcChannel channel) {
        Capabilities capabilities = new Capabilities(carried.version(), Math.max(1, carried.window()));
        image = carried.image();
        lifecycle.goOn(carried.state());
        proxy.goOn(channel, capabilities, carried.nextSeq());
        if (carried.state() != WorkerState.STARTING) {
            understands.accept(capabilities);
        }
        lane.goOn(carried.lane());
        lane.slot(carried.slot());
        readiness.goOn(carried.readiness());
        if (carried.state() == WorkerState.ONLINE) {
            readiness.online(Traits.of(capabilities).alwaysListens());
        }
        leaving.goOn(carried.leaving());
    }

    /** Which image started the process. */
    public int image() {
        return image;
    }

    /** Whether all that the worker was sent is in the kernel, and it has answered for all connections. */
    public boolean isQuiet() {
        return lane.onTheirWay() == 0 && proxy.isQuiet();
    }

    /** Whether it can be told of an upgrade. */
    public boolean canBeTold() {
        return proxy.capabilities().movesConnections() && proxy.isOpen();
    }

    /** Tells the worker that an upgrade begins, or is over. Only if it {@link #canBeTold}. */
    public void tell(boolean begins, Runnable answered) {
        askedSeq = proxy.upgrade(begins);
        whenAnswered = answered;
    }

    /** An upgrade is over, before which the worker may have been told of it. */
    public void upgraded() {
        if (canBeTold()) {
            tell(false, () -> {});
        }
    }

    /** The worker has answered something. */
    void answered(long ack) {
        Runnable answered = whenAnswered;
        if (answered != null && ack == askedSeq) {
            whenAnswered = null;
            answered.run();
        }
    }

    /** What the next image goes on with. Only while it {@link #isQuiet}. */
    public CarriedWorker carried() {
        Capabilities capabilities = proxy.capabilities();
        return new CarriedWorker(
                report.id().pid(),
                report.id().name(),
                report.id().slot(),
                lifecycle.state(),
                lifecycle.createdAtNanos(),
                0,
                image,
                capabilities.version(),
                capabilities.window(),
                readiness.carried(),
                leaving.carried(),
                lane.carried(),
                proxy.remains(),
                proxy.nextSeq(),
                remains.printed());
    }
}
