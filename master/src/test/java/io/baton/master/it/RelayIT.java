package io.baton.master.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words that a Node program has for its other workers; {@link SocketIoIT} has what packages do with them. */
@Timeout(120)
final class RelayIT {

    /** The second worker's process is there for a second before Node runs in it; a first one that spoke is not repeated. */
    @Test
    void aWorkerThatBootsHearsWhatAnotherSaysMeanwhile(@TempDir Path directory) throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "on one core workers boot one after the other");
        Path late = Files.writeString(
                directory.resolve("late"), "#!/bin/sh\nsleep $((${NODE_APP_INSTANCE:-0} + 1))\nexec node \"$@\"\n");
        Files.setPosixFilePermissions(late, PosixFilePermissions.fromString("rwx------"));
        try (MasterProcess master = NodeProgram.start(
                "greets.js", "-i", "2", "--spares", "0", "--relay", "--interpreter", late.toString())) {
            master.awaitReady(2);
            List<Integer> both = master.children();
            for (int i = 0; i < 2; i++) {
                master.await(Pattern.compile("HEARD " + both.get(i) + " " + both.get(1 - i)));
            }
        }
    }
}
