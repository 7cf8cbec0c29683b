package io.baton.master.it.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A worker takes no more connections than it may. The next ones go to other workers, and wait when no worker can take them. */
final class ConnectionLimitIT {

    private static final int BEYOND = 50;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** As many as it takes, idle at first; then all of them send heads of many short fields that do not end. */
    @Test
    void workerThatIsFullToItsOwnLimitServesOn() throws IOException {
        String head = "GET / HTTP/1.1\r\nHost: a\r\n" + "b: c\r\n".repeat(40);
        List<SocketChannel> clients = new ArrayList<>();
        // The search for lost buffers, which the tests have, takes more memory than the connections.
        MasterCommand command = new MasterCommand().environment("JAVA_TOOL_OPTIONS", "");
        try (MasterProcess master = command.start("-i", "1", "--header-timeout", "10m")) {
            master.awaitReady(1);
            Matcher said =
                    master.await(Pattern.compile("at most (\\d+) connections in each worker \\(descriptors for"));
            int most = Integer.parseInt(said.group(1));
            assumeTrue(descriptors() > most + BEYOND + 500, "too few descriptors for the clients: " + descriptors());
            int worker = master.readyPids().get(0);
            for (int i = 0; i < most + BEYOND; i++) {
                clients.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), master.port())));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Proc.clientsHeldBy(worker, master.port()).size() >= most);
            for (SocketChannel client : clients) {
                client.write(ByteBuffer.wrap(head.getBytes(US_ASCII)));
            }
            // It closes those that keep more than it has room for.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Proc.clientsHeldBy(worker, master.port()).size() < most / 2);
            for (SocketChannel client : clients) {
                client.close();
            }
            try (RawConnection late = new RawConnection(master.port())) {
                late.send(GET);
                assertThat(late.awaitAnswers(1)).extracting(RawAnswer::status).containsExactly(200);
            }
            assertThat(master.children()).contains(worker);
            assertThat(master.readyPids()).as("the worker was never replaced").containsExactly(worker);
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }

    @Test
    void connectionsBeyondTheLimitGoToOtherWorkersAndThenWait() throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        try (MasterProcess master = MasterProcess.start("-i", "2", "--max-connections", "3")) {
            master.awaitReady(2);
            for (int i = 0; i < 6; i++) {
                RawConnection client = new RawConnection(master.port());
                clients.add(client);
                client.send(GET);
                assertThat(client.awaitAnswers(1)).hasSize(1);
            }
            RawConnection waiting = new RawConnection(master.port());
            clients.add(waiting);
            waiting.send(GET);
            for (int i = 2; i < 100; i++) {
                clients.get(0).send(GET);
                assertThat(clients.get(0).awaitAnswers(i)).hasSize(i);
            }
            assertThat(master.children()).allSatisfy(worker -> assertThat(Proc.clientsHeldBy(worker, master.port()))
                    .hasSizeLessThanOrEqualTo(4));
            waiting.readAvailable();
            assertThat(waiting.text()).isEmpty();
            assertThat(waiting.hasEnded()).isFalse();
            clients.get(5).close();
            assertThat(waiting.awaitAnswers(1)).extracting(RawAnswer::status).containsExactly(200);
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }
}
