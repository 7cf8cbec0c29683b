package io.baton.master.it;

import io.baton.master.snapshot.MasterSnapshot;
import io.baton.protocol.message.ValueCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection to the control socket of a master. */
public final class ControlConnection implements AutoCloseable {

    private final SocketChannel socket;
    private final BufferedReader answers;

    private ControlConnection(SocketChannel socket) {
        this.socket = socket;
        this.answers = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
    }

    /** Connects to the first master in this home. */
    public static ControlConnection to(Path home) throws IOException {
        return new ControlConnection(SocketChannel.open(UnixDomainSocketAddress.of(path(home))));
    }

    /** Where the socket is. */
    static Path path(Path home) {
        return home.resolve("run").resolve("control.sock");
    }

    /** Asks for the state of everything. */
    public MasterSnapshot snapshot() throws IOException {
        send("{\"v\":1,\"request\":\"snapshot\"}\n");
        Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(ValueCodec.decode(String.valueOf(nextLine())));
        return ValueCodec.record(answer.get("snapshot"), MasterSnapshot.class);
    }

    /** Sends a request, and waits for its answer. */
    Map<?, ?> ask(Map<String, Object> request) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>(request);
        fields.put("v", 1);
        send(ValueCodec.encode(fields) + "\n");
        return (Map<?, ?>) Objects.requireNonNull(ValueCodec.decode(String.valueOf(nextLine())));
    }

    /** Asks for all events. The connection is closed at the end of the master. */
    MasterEvents events() throws IOException {
        send("{\"v\":1,\"request\":\"events\"}\n");
        return MasterEvents.of(answers);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            socket.write(buffer);
        }
    }

    /** The next answer; null if the master has closed the connection. */
    @Nullable
    String nextLine() throws IOException {
        return answers.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
