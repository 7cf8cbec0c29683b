package io.baton.master.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starves a machine: processes that only count take all the time that the scheduler gives them. */
final class Starvation {

    private static final int FOR_EACH_PROCESSOR = 8;

    private Starvation() {}

    /** Starves all other processes for so long. */
    static void last(Duration time) throws IOException {
        List<Process> busy = new ArrayList<>();
        try {
            for (int i = 0; i < FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors(); i++) {
                busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            await().pollDelay(time).atMost(time.multipliedBy(2)).until(() -> true);
        } finally {
            busy.forEach(Process::destroyForcibly);
        }
    }
}
