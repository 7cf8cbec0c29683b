package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A signal that is not meant to end a process does not end a master, a worker or a spare. */
@Timeout(120)
final class SignalsIT {

    private static final int SIGPIPE = 13;
    private static final int SIGCHLD = 17;
    private static final int SIGWINCH = 28;

    private static final List<Integer> HARMLESS = List.of(
            Processes.SIGUSR1, SIGPIPE, Processes.SIGALRM, SIGCHLD, Processes.SIGCONT, SIGWINCH, Processes.SIGUSR2);

    @Test
    void noSignalThatMeansNothingEndsAMasterAWorkerOrASpare() throws IOException {
        try (MasterProcess master = new MasterCommand().start("-i", "1", "--spares", "1")) {
            master.awaitReady(2);
            List<Integer> workers = master.children();
            for (int pid : workers) {
                HARMLESS.forEach(signal -> Proc.signal(pid, signal));
                Proc.signal(pid, Processes.SIGTTIN);
                Proc.signal(pid, Processes.SIGTTOU);
            }
            HARMLESS.stream()
                    .filter(signal -> signal != Processes.SIGUSR2)
                    .forEach(signal -> Proc.signal(master.pid(), signal));
            master.await(Pattern.compile("SIGALRM means nothing to a master"));
            awaitLines(master, "SIGUSR2 means nothing to a worker");
            awaitLines(master, "SIGTTOU means nothing to a worker");
            Proc.signal(master.pid(), Processes.SIGQUIT);
            workers.forEach(pid -> Proc.signal(pid, Processes.SIGQUIT));
            assertThat(HttpClient.workerPid(master.port())).isIn(workers);
            assertThat(master.children()).isEqualTo(workers);
        }
    }

    /** Of both workers. */
    private static void awaitLines(MasterProcess master, String words) {
        await().until(() ->
                master.output().stream().filter(line -> line.contains(words)).count() == 2);
    }
}
