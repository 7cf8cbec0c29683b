package io.baton.master.it;

import static org.awaitility.Awaitility.await;
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

/** Messages from one worker of a Node program to the others. {@link SocketIoIT} tests the packages that send them. */
@Timeout(120)
final class RelayIT {

    /**
     * The second worker's process exists, and Node does not run in it yet, when the first one speaks. The master says nothing
     * twice.
     */
    @Test
    void aBootingWorkerHearsWhatAnotherWorkerSays(@TempDir Path directory) throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "on one core workers boot one after the other");
        Path late = Files.writeString(
                directory.resolve("late"),
                """
                #!/bin/sh
                cd "$GATES"
                if [ -n "$NODE_APP_INSTANCE" ]; then
                  head -c 1 "gate$NODE_APP_INSTANCE" >/dev/null
                fi
                exec node "$@"
                """);
        Files.setPosixFilePermissions(late, PosixFilePermissions.fromString("rwx------"));
        try (Gate first = new Gate(directory.resolve("gate0"));
                Gate second = new Gate(directory.resolve("gate1"));
                MasterProcess master = new MasterCommand()
                        .environment("GATES", directory.toString())
                        .start(
                                NodeProgram.path("greets.js"),
                                "-i",
                                "2",
                                "--spares",
                                "0",
                                "--relay",
                                "--interpreter",
                                late.toString())) {
            await().until(() -> master.children().size() == 2);
            first.letPass(1);
            master.await(Pattern.compile("SAID"));
            second.letPass(1);
            master.awaitReady(2);
            List<Integer> both = master.children();
            for (int i = 0; i < 2; i++) {
                master.await(Pattern.compile("HEARD " + both.get(i) + " " + both.get(1 - i)));
            }
        }
    }
}
