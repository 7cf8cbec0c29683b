package io.baton.master.spawn;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reaps processes that became children of this one because their parents died. Process 1 of a container gets such children,
 * and so does a subreaper (prctl(2)). Unless it reaps them, they stay as zombies. Conductor thread only.
 */
public final class Reaper {

    private static final long PERIOD_MS = 1_000;
    private static final int INIT = 1;

    private final Clock clock;
    private final IntPredicate ours;

    private Set<Integer> seen = new HashSet<>();

    /**
     * Reaps nothing until it is started.
     *
     * @param ours whether this master started a process itself; its exit status is then needed elsewhere
     */
    public Reaper(Clock clock, IntPredicate ours) {
        this.clock = clock;
        this.ours = ours;
    }

    /** Looks for zombies once a second from now on, if this process can get such children. */
    public void start() {
        if (Processes.pid() == INIT || Processes.isSubreaper()) {
            look();
        }
    }

    /**
     * Reaps the zombies that it also saw the last time and that are not ours. A child of ours that dies as soon as it is
     * started is not known as ours yet.
     */
    private void look() {
        clock.after(PERIOD_MS, this::look);
        Set<Integer> zombies = zombies();
        for (int pid : zombies) {
            if (seen.contains(pid) && !ours.test(pid)) {
                Processes.waitpid(pid);
            }
        }
        seen = zombies;
    }

    private static Set<Integer> zombies() {
        Set<Integer> zombies = new HashSet<>();
        String zombieOfOurs = "Z " + Processes.pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                // The line is: pid (name) state parent ... The name may contain any character.
                String stat = read(process.resolve("stat"));
                if (stat.startsWith(zombieOfOurs + " ", stat.lastIndexOf(')') + 2)) {
                    zombies.add(Integer.parseInt(process.getFileName().toString()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Without /proc the zombies stay.
        }
        return zombies;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
