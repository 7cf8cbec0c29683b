package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which other sockets, pipes or pidfds are open than before. Files do not count: the code under test
 * opens none, and the JVM opens some at any time.
 */
public final class OpenDescriptors implements BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private List<String> before = List.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        // The first use of java.nio channels and of jffi in a JVM opens a socket for good.
        Files.readAllBytes(Path.of("/proc/self/stat"));
        Processes.pid();
        before = now();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        await("open descriptors as before the test")
                .atMost(LIMIT)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(now()).isEqualTo(before));
    }

    /** The open descriptors that are no files, sorted, as {@code socket:[4711]}. */
    public static List<String> now() {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                target(entry, open);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(open);
        return open;
    }

    private static void target(Path entry, List<String> open) throws IOException {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            if (!target.startsWith("/")) {
                open.add(target);
            }
        } catch (NoSuchFileException e) {
            // The descriptor was closed after the directory was read.
        }
    }
}
