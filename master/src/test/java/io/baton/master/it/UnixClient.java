package io.baton.master.it;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An HTTP client of a Unix-domain socket, for one request. */
final class UnixClient implements AutoCloseable {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final SocketChannel channel;

    private UnixClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and sends a request. */
    static UnixClient ask(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
        return new UnixClient(channel);
    }

    /** The whole answer. */
    String answer() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        while (channel.read(bytes) >= 0) {
            // Until the end of the stream.
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
