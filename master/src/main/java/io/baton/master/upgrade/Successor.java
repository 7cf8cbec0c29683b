package io.baton.master.upgrade;

import io.baton.master.jvm.MasterCommand;
import io.baton.master.spawn.PosixSpawner;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Exec;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Flock;
import io.baton.protocol.posix.Inheritance;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program that goes on in the place of this one: same pid, same children, same descriptors. It begins as a JVM does after any
 * start, with the same variables; signals whose default would end it wait until it hears them.
 */
public final class Successor implements PosixSpawner.Replacement {

    /** Those that a JVM does not unblock by itself. */
    private static final int[] HELD = {
        Processes.SIGUSR1, Processes.SIGUSR2, Processes.SIGALRM, Processes.SIGTTIN, Processes.SIGTTOU
    };

    private final List<String> command;
    private final Fd document;
    private final KeptDescriptors kept;

    /**
     * @param command as {@link UpgradeCheck} found it
     * @param document of {@link StateDocument#file}; borrowed
     * @param kept all descriptors that stand in the document
     */
    public Successor(List<String> command, Fd document, KeptDescriptors kept) {
        this.command = List.copyOf(command);
        this.document = document;
        this.kept = kept;
    }

    /** On the thread that started the children, while no other thread does anything. Returns only by an exception. */
    @Override
    public void execute() throws IOException {
        List<String> line = new ArrayList<>(command);
        line.add(MasterCommand.RESUME);
        line.add(Integer.toString(document.number()));
        List<String> environment = MasterCommand.environment();
        MasterCommand.leaveOwnFilesBehind();
        // No JVM starts in a directory that is gone.
        Processes.leaveLostDirectory();
        @Nullable Flock library = lockedLibrary();
        try {
            Inheritance.add(document.number());
            kept.handOver();
            Exec.replaceThisProcess(line, environment, HELD);
        } finally {
            kept.takeBack();
            Inheritance.remove(document.number());
            if (library != null) {
                library.close();
            }
        }
    }

    /**
     * A lock on the unpacked files of the jar that takes over, which lasts: no other master deletes them before it has locked them
     * itself. Null where the file system has no locks, and for a jar that is executed from another place.
     */
    private @Nullable Flock lockedLibrary() throws IOException {
        @Nullable Path directory = MasterCommand.library(command);
        try {
            Flock lock = directory == null ? null : Flock.shared(directory);
            if (lock != null) {
                lock.keepAcrossExec();
            }
            return lock;
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                throw e;
            }
            return null;
        }
    }
}
