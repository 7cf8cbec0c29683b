package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A clock that is set by an hour moves no deadline, because nothing that waits reads it. What a class calls stands by name
 * in its constant pool.
 */
final class WallClockTest {

    private static final List<String> READERS = List.of(
            "currentTimeMillis", "java/time/Instant", "java/time/Clock", "java/time/LocalDateTime", "java/util/Date");

    /**
     * They show the time of day to clients, in the log and the journal, ask how old a file is, tell how long a process has run,
     * and when the operator's times of day come.
     */
    private static final Set<String> MAY_READ =
            Set.of("DateHeader", "LogLine", "Moment", "StaleVersions", "Evidence", "WorkerProcess", "CronTime");

    @Test
    void noDeadlineIsReadFromTheClockOnTheWall() throws IOException {
        Set<String> reading = new HashSet<>();
        for (String module : List.of("protocol", "worker", "master")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "target", "classes", "io", "baton"))) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .filter(WallClockTest::readsTheClock)
                        .map(file -> file.getFileName().toString().split("[$.]", 2)[0])
                        .forEach(reading::add);
            }
        }
        assertThat(reading).isEqualTo(MAY_READ);
    }

    private static boolean readsTheClock(Path file) {
        try {
            String constants = Files.readString(file, StandardCharsets.ISO_8859_1);
            return READERS.stream().anyMatch(constants::contains);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
