package io.baton.master.it.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** A client that sends request after request and reads no answer. */
final class NeverReadingClientIT {

    private static final int ALL = 64 << 20;
    private static final int KERNEL = 16 << 20;
    private static final int GROWTH = 16 << 20;
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII);

    @Test
    void aClientThatNeverReadsIsNotReadEitherSoThatItCostsLittleMemory() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1")) {
            master.awaitReady(1);
            int worker = master.children().get(0);
            for (int i = 0; i < 500; i++) {
                Attempt.askNormally(master.port());
            }
            long before = Proc.residentBytes(worker);
            try (SocketChannel client =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), master.port()))) {
                client.configureBlocking(false);
                assertThat(sendUntilNobodyTakesIt(client, master.port()))
                        .as("bytes that the worker and the kernel took of %s", ALL)
                        .isLessThan(KERNEL);
                assertThat(Proc.residentBytes(worker) - before)
                        .as("bytes more than the %s before", before)
                        .isLessThan(GROWTH);
            }
            Attempt.askNormally(master.port());
            assertThat(master.children()).containsExactly(worker);
        }
    }

    /** As many requests as 64 MiB, or until none is taken while others are answered 50 times. */
    private static long sendUntilNobodyTakesIt(SocketChannel client, int port) throws IOException {
        ByteBuffer requests = ByteBuffer.allocateDirect(GET.length * 4096);
        while (requests.hasRemaining()) {
            requests.put(GET);
        }
        requests.flip();
        long sent = 0;
        int refused = 0;
        while (sent < ALL && refused < 50) {
            int count = client.write(requests);
            if (count == 0) {
                refused++;
                Attempt.askNormally(port);
            } else {
                refused = 0;
                sent += count;
            }
            if (!requests.hasRemaining()) {
                requests.rewind();
            }
        }
        return sent;
    }
}
