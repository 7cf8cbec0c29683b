package io.baton.master.worker;

import io.baton.master.home.Evidence;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.ExitStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one worker that hangs or breaks leaves for the operator: its threads, the JVM's report of a crash, the last lines
 * that it printed. The methods are the conductor's and return at once; files are read and written on the output thread.
 */
public final class Remains {

    private static final Logger LOG = System.getLogger(Remains.class.getName());

    private final int pid;
    private final WorkerOutput output;
    private final Evidence evidence;

    private @Nullable ThreadDump threads;

    Remains(int pid, WorkerOutput output, Evidence evidence) {
        this.pid = pid;
        this.output = output;
        this.evidence = evidence;
    }

    /**
     * It is about to be asked for its threads.
     *
     * @param ask has it print them; called on the output thread, which is looking for them by then
     * @param whenDumped called on the output thread, when they have all been printed
     */
    void expectThreads(Runnable ask, Runnable whenDumped) {
        threads = new ThreadDump(whenDumped);
        output.watch(threads, ask);
    }

    /**
     * Tells the operator what there is; the worker is dead.
     *
     * @param worker its name
     * @param livedMs from its start to its end
     */
    void tell(String worker, ExitStatus status, long livedMs) {
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

    /** The worker has another name from now on. */
    void rename(String worker) {
        output.rename(worker);
    }

    /** What it printed last, the oldest first. Not before {@link #tell}; the consumer is called on the output thread. */
    public void lastLines(Consumer<List<String>> consumer) {
        output.lastLines(consumer);
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
