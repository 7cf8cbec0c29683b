package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A master ends and says why when one of its threads throws or its conductor is blocked. If it went on, it would accept
 * connections and serve none.
 */
final class FaultIT {

    private static final Map<String, Integer> SIGNALS =
            Map.of("SIGKILL", Processes.SIGKILL, "SIGSTOP", Processes.SIGSTOP, "SIGSEGV", 11);
    private static final Duration SOON = Duration.ofSeconds(10);

    /** On the conductor a posted task, a worker's word, a worker's exit, a timer; and the output thread. */
    @ParameterizedTest
    @CsvSource({
        "master (pid, IllegalStateException, none",
        "ONLINE -> READY, AssertionError, none",
        "-> EXITED, IllegalStateException, SIGKILL",
        "hangs: silent, NoClassDefFoundError, SIGSTOP",
        "crashed: SIGSEGV, StackOverflowError, SIGSEGV"
    })
    void anUncaughtExceptionEndsTheMasterWithItsStackAndExitCodeOne(
            String at, String thrown, String signalToTheWorker) {
        try (MasterProcess master = faulty(at, thrown).start("-i", "1", "--heartbeat-limit", "2s")) {
            if (SIGNALS.containsKey(signalToTheWorker)) {
                master.awaitReady(1);
                Proc.signal(master.readyPids().get(0), SIGNALS.get(signalToTheWorker));
            }
            assertThat(master.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(master.output())
                    .anyMatch(line -> line.matches("SEVERE uncaught exception in baton-\\S+: the master ends"))
                    .anyMatch(line -> line.matches("java\\.lang\\." + thrown + ": injected"))
                    .anyMatch(line -> line.startsWith("\tat io.baton.master."));
        }
    }

    /** The rest of the stop would never be done. */
    @Test
    void aStopInWhichSomethingThrowsEndsTheMasterAtOnce() {
        try (MasterProcess master =
                faulty("stopping: SIGTERM", "IllegalStateException").start("-i", "1")) {
            master.awaitReady(1);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(SOON)).isEqualTo(1);
        }
    }

    /** A worker's word that the master cannot bear is that worker's fault. */
    @Test
    void aMessageThatMakesTheMasterThrowEndsItsWorkerAndTheMasterServesOn() throws Exception {
        try (MasterProcess master =
                faulty("STARTING -> ONLINE", "IllegalStateException").start("-i", "1")) {
            master.await(Pattern.compile("protocol error: java.lang.IllegalStateException: injected"));
            master.awaitReady(1);
            try (HttpClient client = new HttpClient(master.port())) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            assertThat(master.output()).anyMatch(line -> line.startsWith("\tat io.baton.master.worker."));
        }
    }

    @Test
    void twoInterruptsEndAMasterWhoseConductorIsBlocked() {
        try (MasterProcess master = faulty("stopping: SIGINT", "block").start("-i", "1")) {
            master.awaitReady(1);
            Proc.signal(master.pid(), Processes.SIGINT);
            // The conductor never gets past this line, so it tells no event.
            master.await(Pattern.compile("stopping: SIGINT"));
            Proc.signal(master.pid(), Processes.SIGINT);
            assertThat(master.exitCode(SOON)).isEqualTo(130);
        }
    }

    @Test
    void aStopHasADeadlineEvenIfTheConductorIsBlocked() {
        try (MasterProcess master = faulty("ONLINE -> READY", "block").start("-i", "1", "--kill-timeout", "1s")) {
            master.await(Pattern.compile("ONLINE -> READY"));
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(SOON)).isEqualTo(1);
            assertThat(master.output()).anyMatch(line -> line.contains("the stop is not done after 6000 ms: exiting"));
        }
    }

    private static MasterCommand faulty(String at, String fault) {
        return new MasterCommand().jvm(FaultyLog.options(at, fault));
    }
}
