package io.baton.master.worker;

import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.journal.WorkerId;
import io.baton.master.output.OutputRemains;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.ExitStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remains that the output thread reads from the output of a worker and from the evidence directory. */
final class PrintedRemains implements Remains {

    private static final Logger LOG = System.getLogger(PrintedRemains.class.getName());

    private final int pid;
    private final WorkerOutput output;
    private final Evidence evidence;
    private final ApplicationJournal journal;
    private final Executor conductor;

    private @Nullable ThreadDump threads;

    /** @param conductor runs the callbacks, and what is added to the journal */
    PrintedRemains(int pid, WorkerOutput output, Evidence evidence, ApplicationJournal journal, Executor conductor) {
        this.journal = journal;
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
    public void keepThreads(Runnable ask, Consumer<KeptThreads> whenKept) {
        AtomicReference<ThreadDump> asked = new AtomicReference<>();
        ThreadDump dump = new ThreadDump(() -> {
            byte[] bytes = Objects.requireNonNull(asked.get()).bytes();
            String file = evidence.keepThreads(pid, bytes).map(Path::toString).orElse(null);
            String text = new String(bytes, StandardCharsets.UTF_8);
            conductor.execute(() -> whenKept.accept(new KeptThreads(file, text)));
        });
        asked.set(dump);
        output.watch(dump, () -> conductor.execute(ask));
    }

    @Override
    public void tell(WorkerId worker, ExitStatus status, long livedMs) {
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
                // The directory may change while it is read. The master does not depend on it.
                LOG.log(Level.WARNING, worker + ": what it left cannot be read", e);
            }
        });
    }

    @Override
    public void sit(int slot, String worker) {
        output.sit(slot, worker);
    }

    @Override
    public OutputRemains printed() {
        return output.remains();
    }

    @Override
    public void lastLines(Consumer<List<String>> consumer) {
        output.lastLines(lines -> conductor.execute(() -> consumer.accept(lines)));
    }

    private void tellThreads(WorkerId worker, byte[] dump) {
        String file = evidence.keepThreads(pid, dump).map(Path::toString).orElse(null);
        conductor.execute(() -> journal.add(new WorkerEvent.DumpedThreads(worker, file)));
    }

    private void tellCrash(WorkerId worker, long livedMs) {
        evidence.crashReport(pid, livedMs).ifPresent(report -> {
            String reason = Evidence.crashReason(report);
            conductor.execute(() -> journal.add(new WorkerEvent.Crashed(worker, reason, report.toString())));
        });
    }
}
