package io.baton.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's channel against a master's, in a JVM with the packaged agent. */
final class ChannelIT {

    private static final int LONGEST_LINE = 1 << 20;
    private static final String ESCAPED_KEY = "caf\\u00e9 \\\"1\\\"";
    private static final String ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}";
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @Test
    void serverListensThroughTheMasterAnswersOnTheDescriptorsItIsSentAndLeaves(@TempDir Path directory)
            throws Exception {
        try (ServerProcess server = ServerProcess.start(directory);
                Master master = new Master(server.socket())) {
            server.itsEnd().close();
            assertThat(master.hear(3)).containsExactly("online", "query 127.0.0.1:3000", "listening 127.0.0.1:3000");
            handOver(master, 1, 1);
            handOver(master, 10, 2);
            master.disconnect();
            assertThat(master.hear(2)).containsExactly("close " + Master.KEY, "closed: peer closed");
            requireGone(server);
            assertThat(server.complaints()).isEmpty();
        }
    }

    @Test
    void connectionWhoseDescriptorTheProcessCannotOpenIsRefusedAndTheNextOnePairs(@TempDir Path directory)
            throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "no prlimit(1) to take the server's descriptors away");
        try (ServerProcess server = ServerProcess.start(directory);
                Master master = new Master(server.socket())) {
            assertThat(master.hear(3)).last().isEqualTo("listening 127.0.0.1:3000");
            handOver(master, 1, 1);
            limitDescriptors(server, "3:");
            try (Client lost = new Client("/lost")) {
                long seq = master.handOver(List.of(lost));
                assertThat(master.hear(2)).containsExactly("ack", "accepted " + seq + " false");
                limitDescriptors(server, "1024:");
                handOver(master, 2, 2);
                lost.accepted().close();
            }
        }
    }

    /** So many connections at once are accepted in order and answered. The server counts from this number on. */
    private static void handOver(Master master, int count, int firstNumber) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client("/" + i));
        }
        long first = master.handOver(clients);
        List<String> words = master.hear(2 * count);
        for (int i = 0; i < count; i++) {
            assertThat(words.subList(2 * i, 2 * i + 2))
                    .as(words.toString())
                    .containsExactly("ack", "accepted " + (first + i) + " true");
        }
        for (int i = 0; i < count; i++) {
            try (Client client = clients.get(i)) {
                assertThat(client.answer()).isEqualTo("/" + i + " " + (firstNumber + i));
            }
        }
    }

    private static void limitDescriptors(ServerProcess server, String limit) throws Exception {
        Process process = new ProcessBuilder(
                        PRLIMIT.toString(), "--pid", String.valueOf(server.pid()), "--nofile=" + limit)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void linesMayComeInPiecesTogetherAndInAnyForm(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Wire wire = new Wire(server);
            listen(wire);
            try (Client client = new Client("/odd")) {
                wire.say(
                        "\t{ \"extra\": {\"cmd\":\"NODE_X\"}, \"msg\" :{\"seq\":7,\"more\":[{\"a\":\"]}\\\"{\\\\\"}],\"key\":\""
                                + ESCAPED_KEY
                                + "\",\"act\":\"newconn\" ,\"cmd\":\"NODE_CLUSTER\"},\"type\":\"net.Native\","
                                + "\"cmd\":\"NODE_HANDLE\"} \r\n",
                        client.accepted());
                requireAnswer(wire, 7, true);
                assertThat(client.answer()).isEqualTo("/odd 1");
            }
            wire.say("{\"cmd\":\"NODE_FUTURE\",\"seq\":1}\n{\"cmd\":\"NODE_CLUSTER\",\"act\":\"sing\",\"seq\":2}\n"
                    + upgrade(50) + "[]\n\"text\"\n{\"cmd\":\"mine\",\"act\":\"disconnect\"}\n" + upgrade(51));
            assertThat(wire.hear()).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"ack\":50,");
            assertThat(wire.hear()).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"ack\":51,");
            wire.say(newConnection(8));
            requireAnswer(wire, 8, false);
            try (Client client = new Client("/next")) {
                wire.say(newConnection(9), client.accepted());
                requireAnswer(wire, 9, true);
                assertThat(client.answer()).isEqualTo("/next 2");
            }
            server.socket().close();
            requireGone(server);
            assertThat(server.complaints()).isEmpty();
        }
    }

    @Test
    void workerKeepsTheKeyThatItWasToldAsItIs(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Wire wire = new Wire(server);
            listen(wire);
            wire.sayLast("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":1}\n");
            assertThat(wire.hear())
                    .startsWith("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"" + ESCAPED_KEY + "\",");
            requireGone(server);
        }
    }

    @Test
    void lineThatIsNoJsonEndsTheChannelWithOneLine(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Wire wire = new Wire(server);
            listen(wire);
            wire.sayLast(upgrade(1) + "{\"cmd\":\"NODE_CLUSTER\",\"act\":}\n" + upgrade(2));
            assertThat(wire.hear()).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,");
            requireGone(server);
            assertThat(server.complaints())
                    .singleElement()
                    .asString()
                    .startsWith("baton: the channel to the master ends: ")
                    .endsWith("no JSON document: {\"cmd\":\"NODE_CLUSTER\",\"act\":}");
        }
    }

    @Test
    void lineOfOneByteTooManyEndsTheChannelWithOneLineAndOneAtTheLimitIsRead(@TempDir Path directory) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Wire wire = new Wire(server);
            listen(wire);
            String most = "\"" + "a".repeat(LONGEST_LINE - 2);
            wire.say(most);
            wire.say("\"\n" + upgrade(1));
            assertThat(wire.hear()).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,");
            wire.say(most);
            wire.sayLast("a\"\n");
            requireGone(server);
            assertThat(server.complaints())
                    .singleElement()
                    .asString()
                    .startsWith("baton: the channel to the master ends: ")
                    .endsWith("a line of more than 1048576 bytes");
        }
    }

    /** The server listens; the answer to its question comes in three pieces. */
    private static void listen(Wire wire) throws IOException {
        assertThat(wire.hear()).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,\"baton\":{");
        String query = wire.hear();
        assertThat(query).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,");
        String seq = query.substring(query.lastIndexOf(':') + 1, query.length() - 1);
        String answer = "{\"cmd\":\"NODE_CLUSTER\",\"errno\":0,\"key\":\"" + ESCAPED_KEY + "\",\"ack\":" + seq
                + ",\"seq\":0}\n";
        int inCommand = answer.indexOf("STER");
        int inEscape = answer.indexOf("e9");
        wire.say(answer.substring(0, inCommand));
        wire.say(answer.substring(inCommand, inEscape));
        wire.say(answer.substring(inEscape));
        assertThat(wire.hear()).startsWith("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\",\"index\":0,");
    }

    private static String newConnection(long seq) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\","
                + "\"key\":\"" + ESCAPED_KEY + "\",\"seq\":" + seq + "}}\n";
    }

    /** A message that is answered at once. */
    private static String upgrade(long seq) {
        return "{\"cmd\":\"NODE_BATON\",\"act\":\"upgrade\",\"begins\":true,\"seq\":" + seq + "}\n";
    }

    private static void requireAnswer(Wire wire, long seq, boolean accepted) throws IOException {
        assertThat(wire.hear()).isEqualTo(ACK);
        assertThat(wire.hear())
                .startsWith("{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + seq + ",\"accepted\":" + accepted + ",");
    }

    /** It has run its hooks and exited with 0. */
    private static void requireGone(ServerProcess server) throws IOException {
        assertThat(server.exitStatus()).as(server.complaints().toString()).isZero();
        assertThat(server.written()).contains(TinyServer.LAST_WORDS);
    }
}
