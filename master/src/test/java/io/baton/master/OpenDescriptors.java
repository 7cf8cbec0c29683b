package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test after which other sockets are open than before. */
public final class OpenDescriptors implements BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private List<String> before = List.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        // The first socket and the first use of jffi in a JVM open a socket for good.
        SocketChannel.open().close();
        Processes.pid();
        before = of("socket:");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertThat(of("socket:")).as("open sockets as before the test").isEqualTo(before);
    }

    /** The open descriptors of this process of these kinds, as {@code socket:}, each with its inode, sorted. */
    public static List<String> of(String... kinds) throws IOException {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                String target = target(entry);
                if (Stream.of(kinds).anyMatch(target::startsWith)) {
                    open.add(target);
                }
            }
        }
        Collections.sort(open);
        return open;
    }

    /** What a descriptor of this process is; empty if it is closed. */
    public static String target(int descriptor) throws IOException {
        return target(DESCRIPTORS.resolve(String.valueOf(descriptor)));
    }

    private static String target(Path entry) throws IOException {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (NoSuchFileException e) {
            // The descriptor was closed after the directory was read.
            return "";
        }
    }
}
