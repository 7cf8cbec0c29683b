package io.baton.master.worker;

import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.channel.ChannelEnd;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Decides when one worker is dead: its exit status is known <em>and</em> its channel was read to the end. After a SIGKILL
 * both come together, and the channel may still hold {@code accepted} lines. Conductor thread only.
 */
final class Death {

    private final WorkerProcess process;
    private final WorkerProxy proxy;
    private final WorkerReport report;
    private final Leaving leaving;
    private final Consumer<ExitStatus> whenDead;

    private boolean told;

    /** @param whenDead called once */
    Death(
            WorkerProcess process,
            WorkerProxy proxy,
            WorkerReport report,
            Leaving leaving,
            Consumer<ExitStatus> whenDead) {
        this.process = process;
        this.proxy = proxy;
        this.report = report;
        this.leaving = leaving;
        this.whenDead = whenDead;
    }

    /** The channel has ended. A worker that broke the protocol is killed. */
    void channelEnded(ChannelEnd end) {
        if (end.peersFault()) {
            report.brokeProtocol(end.reason());
            leaving.kill(end.reason(), Level.DEBUG);
        } else if (process.exitStatus() == null) {
            leaving.channelEnded(end.reason());
        }
        tellIfDead();
    }

    /** The process is gone and was reaped. */
    void exited() {
        if (proxy.isOpen()) {
            proxy.readToEnd();
        } else {
            tellIfDead();
        }
    }

    private void tellIfDead() {
        ExitStatus status = process.exitStatus();
        if (status != null && !told && !proxy.isOpen()) {
            told = true;
            whenDead.accept(status);
        }
    }
}
