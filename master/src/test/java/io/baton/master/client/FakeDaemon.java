package io.baton.master.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A control socket that answers each line with a text of the test's. */
public final class FakeDaemon implements AutoCloseable {

    private final ServerSocketChannel listening;
    private final UnaryOperator<@Nullable String> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private FakeDaemon(ServerSocketChannel listening, UnaryOperator<@Nullable String> answers) {
        this.listening = listening;
        this.answers = answers;
    }

    /**
     * Listens in a home.
     *
     * @param answers the line for a request, with its end; null for none, and the connection stays open
     */
    public static FakeDaemon in(Path home, UnaryOperator<@Nullable String> answers) throws IOException {
        Path socket = ControlClient.socketIn(home);
        Files.createDirectories(socket.getParent());
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        FakeDaemon daemon = new FakeDaemon(listening, answers);
        Thread thread = new Thread(daemon::accept, "fake-daemon");
        thread.setDaemon(true);
        thread.start();
        return daemon;
    }

    /** What it was asked. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                serve(listening.accept());
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** One client at a time. A client that gets no answer keeps it busy until it leaves. */
    private void serve(SocketChannel client) throws IOException {
        try (client) {
            BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(line);
                String answer = answers.apply(line);
                if (answer != null) {
                    client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    if (!answer.endsWith("\n")) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
