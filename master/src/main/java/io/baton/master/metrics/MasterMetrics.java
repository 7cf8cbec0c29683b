package io.baton.master.metrics;

import io.baton.master.totals.Usage;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what the master itself is and uses. One thread at a time. */
final class MasterMetrics {

    private static final double MS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Families families;

    MasterMetrics(Families families) {
        this.families = families;
    }

    void add(Scrape scrape) {
        families.info("baton_build", "Version of Baton and of the JVM that the master runs on")
                .addInfo(
                        "version",
                        scrape.master().version(),
                        "jdk",
                        Runtime.version().toString());
        families.gauge(
                        "baton_master_loop_lag_seconds",
                        "How late the loop of the master was when it was last looked at")
                .add(scrape.lagNanos() / NANOS_PER_SECOND);
        Usage own = new Usage(Processes.pid());
        own.look();
        families.counter("process_cpu_seconds", "Processor time of the master").add(own.cpuMs() / MS_PER_SECOND);
        families.gauge("process_resident_memory_bytes", "Resident memory of the master")
                .add(own.residentBytes());
        families.gauge("process_threads", "Threads of the master").add(own.threads());
        families.gauge("process_start_time_seconds", "When the master began, in seconds since 1970")
                .add((LogLine.wallClockMs() - scrape.master().ageMs()) / MS_PER_SECOND);
        families.gauge("process_open_fds", "Open descriptors of the master").add(openDescriptors());
        families.gauge("process_max_fds", "Most descriptors that the master may have open")
                .add(Processes.descriptorLimit());
    }

    private static int openDescriptors() {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path unused : all) {
                count++;
            }
        } catch (IOException e) {
            return 0;
        }
        // Not the one with which they were counted.
        return count - 1;
    }
}
