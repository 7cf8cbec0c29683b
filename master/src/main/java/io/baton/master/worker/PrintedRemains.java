package io.baton.master.worker;

import io.baton.master.home.Evidence;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.ExitStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remains that are read from a worker's output and from the evidence directory, on the output thread. */
final class PrintedRemains implements Remains {

    private static final Logger LOG = System.getLogger(PrintedRemains.class.getName());

    private final int pid;
    private final WorkerOutput output;
    private final Evidence evidence;
    private final Executor conductor;

    private @Nullable ThreadDump threads;

    /** @param conductor runs what calls back */
    PrintedRemains(int pid, WorkerOutput output, Evidence evidence, Executor conductor) {
        this.conductor = conductor;
        this.pid = pid;
        this.output = output;
        this.evidence = evidence;
    }

    @Override
    public void expectThreads(Runnable ask, Runnable whenDumped) {
        threads = new ThreadDump(() -> conductor.execute(whenDumped));
        output.watch(threads, () -> conductor.execute(ask));
    }

    @Override
    public void tell(String worker, ExitStatus status, long livedMs) {
        ThreadDump dump = threads;
        output.exited(lastLines -> {
            try {
                if (dump != null && dump.hasBegun()) {
                    tellThreads(worker, dump.bytes());
                }
                if (status.isCrash()) {
                    tellCrash(worker, livedMs);
                }
            } catch (RuntimeException e) {
                // A dead worker's files, or a directory that changes while it is read: nothing that anybody needs to go
                // on.
                LOG.log(Level.WARNING, worker + ": what it left cannot be read", e);
            }
        });
    }

    @Override
    public void rename(String worker) {
        output.rename(worker);
    }

    @Override
    public void lastLines(Consumer<List<String>> consumer) {
        output.lastLines(lines -> conductor.execute(() -> consumer.accept(lines)));
    }

    private void tellThreads(String worker, byte[] dump) {
        Optional<Path> file = evidence.keepThreads(pid, dump);
        LOG.log(
                Level.WARNING,
                "{0} hung: its threads are in {1}",
                worker,
                file.map(Path::toString).orElse("what it printed"));
    }

    private void tellCrash(String worker, long livedMs) {
        evidence.crashReport(pid, livedMs)
                .ifPresent(file -> LOG.log(
                        Level.WARNING, "{0} crashed: {1}; report: {2}", worker, Evidence.crashReason(file), file));
    }
}
