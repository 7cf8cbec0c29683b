package io.baton.master.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master with an address of its own, as if it were alone on its machine. */
final class Machine implements AutoCloseable {

    private static final Pattern EVIDENCE = Pattern.compile(" (/\\S+/evidence/\\S+)");
    private static final Duration STOPPING = Duration.ofSeconds(40);

    private final String[] options;
    private final int workers;
    private final List<String> earlierWarnings = new ArrayList<>();
    private MasterProcess master;

    /** Starts it on an address of the loopback interface. */
    Machine(String address, int port, int adminPort, int workers, Path jar) {
        options = new String[] {
            "--host",
            address,
            "--port",
            "" + port,
            "--admin",
            address + ":" + adminPort,
            "--drain-delay",
            "2s",
            "-i",
            "" + workers,
            jar.toString()
        };
        this.workers = workers;
        master = new MasterCommand().start(options);
    }

    void awaitReady() {
        master.awaitReady(workers);
    }

    int pid() {
        return master.pid();
    }

    /** Stops as with SIGTERM, until no process is left, and starts again. */
    void replace() {
        Proc.signal(master.pid(), Processes.SIGTERM);
        assertThat(master.exitCode(STOPPING)).isZero();
        earlierWarnings.addAll(warningsOfThisOne());
        master.close();
        master = new MasterCommand().start(options);
        awaitReady();
    }

    /** Kills the master with SIGKILL; returns when the last of its processes is gone. */
    void kill() {
        Set<Integer> all = new HashSet<>(Proc.session(master.pid()));
        Proc.signal(master.pid(), Processes.SIGKILL);
        await("end of all")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    all.removeIf(Proc::isWhollyGone);
                    return all.isEmpty();
                });
    }

    /** What its log warns of, and those of the masters before this one. */
    List<String> warnings() {
        List<String> all = new ArrayList<>(earlierWarnings);
        all.addAll(warningsOfThisOne());
        return all;
    }

    private List<String> warningsOfThisOne() {
        return master.output().stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .map(Machine::withEvidence)
                .toList();
    }

    /** A line that names a file of evidence, with the file: it is gone when the test has ended. */
    private static String withEvidence(String line) {
        Matcher file = EVIDENCE.matcher(line);
        if (!file.find()) {
            return line;
        }
        try {
            return line + "\n" + Files.readString(Path.of(file.group(1)));
        } catch (IOException e) {
            return line + " (" + e + ")";
        }
    }

    /** How often it or its workers have printed this. */
    long printed(String word) {
        return master.output().stream().filter(line -> line.contains(word)).count();
    }

    @Override
    public void close() {
        master.close();
    }
}
