package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves sockets open. */
final class OpenSockets implements BeforeEachCallback, AfterEachCallback {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private List<String> before = List.of();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        // The first use of jffi, of Netty's sockets and of the JDK's may open a descriptor for good.
        Processes.pid();
        Epoll.ensureAvailability();
        useSockets();
        before = now();
    }

    private static void useSockets() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                Socket client = new Socket(here, server.getLocalPort())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        await("open sockets as before the test").atMost(5, TimeUnit.SECONDS).untilAsserted(() -> assertThat(now())
                .isEqualTo(before));
    }

    private static List<String> now() {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                String target = target(entry);
                if (target.startsWith("socket:")) {
                    open.add(target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(open);
        return open;
    }

    private static String target(Path entry) throws IOException {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (NoSuchFileException e) {
            // It was closed after the directory was read.
            return "";
        }
    }
}
