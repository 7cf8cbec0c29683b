package io.baton.master;

import io.baton.master.program.Program;
import io.baton.master.program.Trainable;
import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program that is made when a process is to be started from it. Its workers run already, started by a former image of this
 * master, and connections wait for no file.
 */
final class LateProgram implements Program {

    private static final Logger LOG = System.getLogger(LateProgram.class.getName());

    private final Maker maker;
    private final Executor startingThread;

    /** Written by the thread that starts processes, or by the one that ends the program. */
    private volatile @Nullable Program made;

    /** Makes the program, on the thread that starts processes. */
    interface Maker {

        Program make() throws IOException;
    }

    /** @param startingThread runs tasks on the thread that starts processes */
    LateProgram(Maker maker, Executor startingThread) {
        this.maker = maker;
        this.startingThread = startingThread;
    }

    @Override
    public SpawnRequest forSlot(int id, int workers) throws IOException {
        return program().forSlot(id, workers);
    }

    @Override
    public SpawnRequest forSuccessor(int id, int workers) throws IOException {
        return program().forSuccessor(id, workers);
    }

    @Override
    public SpawnRequest forSpare(int id, int workers) throws IOException {
        return program().forSpare(id, workers);
    }

    @Override
    public void ended(String worker, boolean crashedAtStart) {
        Program known = made;
        if (known != null) {
            known.ended(worker, crashedAtStart);
        }
    }

    @Override
    public void failedAtStart(int slot, String worker) {
        Program known = made;
        if (known != null) {
            known.failedAtStart(slot, worker);
        }
    }

    @Override
    public @Nullable Trainable trainable() {
        Program known = made;
        return known == null ? null : known.trainable();
    }

    @Override
    public void lookForChange(Runnable changed) {
        startingThread.execute(() -> {
            try {
                program().lookForChange(changed);
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "{0}", e.getMessage());
            }
        });
    }

    @Override
    public void stayWithOrigin() {
        startingThread.execute(() -> ifMade(Program::stayWithOrigin));
    }

    /** A program that was never made has started nothing, and what the former image had made of it is not known here. */
    @Override
    public void lookForOrigin(Consumer<@Nullable String> answer) {
        startingThread.execute(() -> ifMade(program -> program.lookForOrigin(answer)));
    }

    private void ifMade(Consumer<Program> action) {
        try {
            action.accept(program());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
        }
    }

    @Override
    public void end() {
        try {
            program().end();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
        }
    }

    private synchronized Program program() throws IOException {
        Program known = made;
        if (known == null) {
            known = maker.make();
            made = known;
        }
        return known;
    }
}
