package io.baton.master.client;

import io.baton.master.client.ClientException.Trouble;
import io.baton.protocol.message.ValueCodec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the daemon of a home. Used by one thread. It uses the JDK's own Unix-domain channel: a JVM that asks over
 * jnr-unixsocket takes 290 ms, over this channel 80 ms.
 */
public final class ControlClient implements AutoCloseable {

    /** The version of the protocol. */
    public static final int VERSION = 1;

    private final Path path;
    private final SocketChannel channel;
    private final AnswerLines answers;

    private ControlClient(Path path, SocketChannel channel) {
        this.path = path;
        this.channel = channel;
        this.answers = new AnswerLines(channel);
    }

    /** The control socket of a home. */
    public static Path socketIn(Path home) {
        return home.resolve("run").resolve("control.sock");
    }

    /**
     * Connects to the daemon of a home.
     *
     * @throws ClientException if there is none, or this user may not
     */
    public static ControlClient connect(Path home) throws ClientException {
        Path path = socketIn(home);
        requireThere(home, path);
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                return new ControlClient(path, channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("ermission denied")) {
                throw new ClientException(Trouble.NOT_PERMITTED, "permission denied: " + path);
            }
            throw new ClientException(Trouble.NO_DAEMON, "no daemon runs in " + home);
        }
    }

    private static void requireThere(Path home, Path path) throws ClientException {
        try {
            Files.readAttributes(path, "isOther", LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            throw new ClientException(Trouble.NOT_PERMITTED, "permission denied: " + path);
        } catch (NoSuchFileException e) {
            throw new ClientException(Trouble.NO_DAEMON, "no daemon runs in " + home);
        } catch (IOException e) {
            throw new ClientException(Trouble.NO_DAEMON, path + ": " + e.getMessage());
        }
    }

    /** A request without fields. */
    public static Map<String, Object> request(String name) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("v", VERSION);
        request.put("request", name);
        return request;
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param limitMs after so long the connection is given up; 0 for never
     */
    public Fields ask(Map<String, Object> request, long limitMs) throws ClientException {
        @Nullable Alarm alarm = limitMs == 0 ? null : Alarm.set(channel, limitMs);
        try {
            send(request);
            return next();
        } catch (ClientException e) {
            if (alarm != null && alarm.rang()) {
                throw new ClientException(Trouble.SILENT, "no answer from the daemon in " + limitMs / 1000.0 + " s");
            }
            throw e;
        } finally {
            if (alarm != null) {
                alarm.off();
            }
        }
    }

    /** Sends a request whose answers come one by one, each by {@link #next}. */
    public void send(Map<String, Object> request) throws ClientException {
        ByteBuffer bytes = ByteBuffer.wrap((text(request) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw lost(e.getMessage());
        }
    }

    /** A request without fields needs no JSON library, which would take as long as the rest of a short command. */
    private static String text(Map<String, Object> request) {
        return request.size() == 2
                ? "{\"v\":" + VERSION + ",\"request\":\"" + request.get("request") + "\"}"
                : ValueCodec.encode(request);
    }

    /** Tells the daemon that no request follows: it answers what it was asked, and ends the connection. */
    public void sendNoMore() throws ClientException {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw lost(e.getMessage());
        }
    }

    /** Waits for the next answer. */
    public Fields next() throws ClientException {
        @Nullable Fields answer = nextOrEnd();
        if (answer == null) {
            throw lost("closed before the answer");
        }
        return answer;
    }

    /** Waits for the next answer; null if the daemon has ended the connection. */
    public @Nullable Fields nextOrEnd() throws ClientException {
        @Nullable String line;
        try {
            line = answers.next();
        } catch (IOException e) {
            throw lost(e.getMessage());
        }
        if (line == null) {
            return null;
        }
        Fields answer = read(line);
        @Nullable Object version = answer.value("v");
        if (!(version instanceof Integer)) {
            throw garbage("no version");
        }
        if (!version.equals(VERSION)) {
            throw new ClientException(
                    Trouble.OTHER_VERSION,
                    "the daemon speaks version " + version + " of the control protocol (expected: " + VERSION
                            + "); use the master.jar that it was started from");
        }
        if (answer.value("error") instanceof String error) {
            throw new ClientException(Trouble.REFUSED, "the daemon refuses: " + error);
        }
        return answer;
    }

    /** Waits until the daemon has ended the connection, which it does when it ends itself. */
    public void awaitEnd(long limitMs) {
        Alarm alarm = Alarm.set(channel, limitMs);
        try {
            while (answers.next() != null) {
                // Nothing more is expected.
            }
        } catch (IOException e) {
            // It has ended, or does not end in time.
        } finally {
            alarm.off();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing more is wanted of it.
        }
    }

    private Fields read(String line) throws ClientException {
        try {
            if (JsonReader.read(line) instanceof Map<?, ?> fields) {
                return new Fields(fields);
            }
            throw garbage("no object");
        } catch (IllegalArgumentException e) {
            throw garbage(String.valueOf(e.getMessage()));
        }
    }

    private ClientException garbage(String reason) {
        return new ClientException(Trouble.GARBAGE, "what answers on " + path + " is no daemon (" + reason + ")");
    }

    private ClientException lost(@Nullable String reason) {
        return new ClientException(
                Trouble.LOST, "the connection to the daemon ended" + (reason == null ? "" : " (" + reason + ")"));
    }
}
