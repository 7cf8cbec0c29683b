package io.baton.protocol.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.OpenDescriptors;
import io.baton.protocol.posix.SocketKind;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel to a real Node as the child: messages and handles in both directions. */
@ExtendWith(OpenDescriptors.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class NodeChildIT {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @RegisterExtension
    private static final ChannelLoop LOOP = new ChannelLoop();

    private NodeChild child;
    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        clients = new Clients();
        child = NodeChild.start(LOOP.group());
    }

    @AfterEach
    void end() throws IOException {
        child.close();
        clients.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-2.5e-7",
                "null",
                "true",
                "\"\"",
                "\"x\"",
                "[]",
                "{}",
                "[[1],{\"a\":{\"b\":[]}}]",
                "\"w\u00f6rld \ud83d\ude00 \u2028\u2029\"",
                "\"\\u0000\\n\\t\\\"\\\\\"",
                "\"\\ud800\"",
                "\"a\\udc00b\"",
                "{\"cmd\":\"NODE_\"}",
                "{\"cmd\":\"node_HANDLE\"}",
                "{\"cmd\":5}",
                "\"NODE_HANDLE\""
            })
    void everyValueComesBackUnchanged(String json) {
        child.say("{\"do\":\"echo\",\"value\":" + json + "}");
        assertThat(child.hear()).isEqualTo("{\"echo\":" + json + "}");
        child.say(json);
        assertThat(child.hear())
                .isEqualTo(
                        json.equals("null")
                                ? "{\"heard\":null,\"with\":\"none\"}"
                                : "{\"heard\":" + json + ",\"with\":\"none\"}");
    }

    @Test
    void everyCharacterArrivesUnchanged() {
        int[] codes = IntStream.concat(
                        IntStream.range(0x20, 0xd800).filter(c -> c % 17 == 0 || c < 0x800),
                        IntStream.range(0xe000, 0x110000).filter(c -> c % 257 == 0))
                .filter(c -> c != '"' && c != '\\')
                .toArray();
        child.say("{\"do\":\"codes\",\"value\":\"" + new String(codes, 0, codes.length) + "\"}");

        String expected = IntStream.of(codes)
                .mapToObj(String::valueOf)
                .reduce((a, b) -> a + "," + b)
                .orElse("");
        assertThat(child.hear()).isEqualTo("{\"codes\":[" + expected + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00df", "x", "\ud83d\ude00"})
    void megabyteComesBackWhole(String character) {
        String text = character.repeat(1_000_000 / character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        child.say("{\"do\":\"echo\",\"value\":\"" + text + "\"}");
        assertThat(child.hear()).isEqualTo("{\"echo\":\"" + text + "\"}");
    }

    @Test
    void messageIsInternalIfItsCommandBeginsWithNodeAndIsLonger() {
        child.say("{\"do\":\"internal\"}");
        child.say(new Message.Unknown("NODE_X"));
        assertThat(child.hear()).isEqualTo("{\"internal\":\"X\"}");
        child.say("{\"cmd\":\"NODE_\"}");
        assertThat(child.hear()).isEqualTo("{\"heard\":{\"cmd\":\"NODE_\"},\"with\":\"none\"}");
    }

    @Test
    void listenerThatThrowsLosesNoOtherMessage() {
        child.run(() -> {
            child.channel().send(new Message.User("{\"do\":\"survive\"}"));
            for (int i = 0; i < 3; i++) {
                child.channel().send(new Message.User("{\"do\":\"throws\"}"));
                child.channel().send(new Message.User("{\"do\":\"echo\",\"value\":" + i + "}"));
            }
        });
        assertThat(child.hear(6))
                .containsExactlyInAnyOrder(
                        "{\"survived\":\"as told\"}",
                        "{\"survived\":\"as told\"}",
                        "{\"survived\":\"as told\"}",
                        "{\"echo\":0}",
                        "{\"echo\":1}",
                        "{\"echo\":2}");
    }

    @Test
    void childDoesNotSeeTheVariablesOfTheChannel() {
        child.say("{\"do\":\"environment\"}");
        assertThat(child.hear()).isEqualTo("{\"variables\":[],\"connected\":true,\"arguments\":[]}");
    }

    @Test
    void childThatDisconnectsIsHeardToItsEndAndExitsWith0() {
        child.say("{\"do\":\"echo\",\"value\":1}");
        child.say("{\"do\":\"disconnect\"}");
        assertThat(child.hear(2)).containsExactly("{\"echo\":1}", "closed: peer closed");
        assertThat(child.exitStatus()).isZero();
    }

    @Test
    void childWhoseMasterDisconnectsExitsWith0() {
        child.run(() -> child.channel().closeWhenDelivered("enough"));
        assertThat(child.hear()).isEqualTo("closed: enough");
        assertThat(child.exitStatus()).isZero();
    }

    @Test
    void childThatListensToNoMessageExitsByItself() {
        child.say("{\"do\":\"deaf\"}");
        assertThat(child.hear()).isEqualTo("closed: peer closed");
        assertThat(child.exitStatus()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 42})
    void exitCodeOfTheChildIsItsOwn(int code) {
        child.say("{\"do\":\"exit\",\"code\":" + code + "}");
        assertThat(child.hear()).isEqualTo("closed: peer closed");
        assertThat(child.exitStatus()).isEqualTo(code);
    }

    @Test
    void twelveSocketsBelongToTheChildAloneOnceItHasThem() throws IOException {
        for (int i = 0; i < 12; i++) {
            give("{\"do\":\"write\",\"text\":\"hello " + i + "\\n\"}", clients.connect());
        }
        for (int i = 0; i < 12; i++) {
            assertThat(child.hear()).isEqualTo("{\"wrote\":\"hello " + i + "\\n\",\"on\":\"Socket\"}");
            assertThat(clients.line(i)).isEqualTo("hello " + i);
        }
        assertThat(child.outcomes()).containsOnly("TAKEN").hasSize(12);
        child.say("{\"do\":\"end\"}");
        for (int i = 0; i < 12; i++) {
            assertThat(clients.line(i)).isNull();
        }
    }

    @Test
    void twoHundredSocketsAtOnceKeepTheirOrderAndThatOfTheMessagesBetween() throws IOException {
        List<Fd> accepted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            accepted.add(clients.connect());
        }
        child.run(() -> {
            for (int i = 0; i < 200; i++) {
                Fd socket = accepted.get(i);
                String deed = "{\"do\":\"write\",\"text\":\"" + i + "\\n\"}";
                child.channel()
                        .send(
                                new Message.WithHandle(HandleType.NET_SOCKET, new Message.User(deed)),
                                socket,
                                Delivery.closing(socket));
                child.channel().send(new Message.User("{\"do\":\"echo\",\"value\":" + i + "}"));
            }
        });
        for (int i = 0; i < 200; i++) {
            assertThat(child.hear()).isEqualTo("{\"wrote\":\"" + i + "\\n\",\"on\":\"Socket\"}");
            assertThat(child.hear()).isEqualTo("{\"echo\":" + i + "}");
            assertThat(clients.line(i)).isEqualTo(String.valueOf(i));
        }
    }

    /** With lines of these lengths Node would pair wrongly if a descriptor came before the end of its line. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void threeHundredSocketsThatDoNotWaitForEachOtherComeWithTheirOwnLines(int seed) throws IOException {
        child.treatAs(new Capabilities(0, 64));
        Random random = new Random(seed);
        List<Fd> accepted = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            accepted.add(clients.connect());
        }
        child.run(() -> {
            for (int i = 0; i < 300; i++) {
                Fd socket = accepted.get(i);
                String padding = "x".repeat(random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(100));
                String deed = "{\"do\":\"write\",\"text\":\"" + i + "\\n\",\"padding\":\"" + padding + "\"}";
                child.channel()
                        .send(
                                new Message.WithHandle(HandleType.NET_SOCKET, new Message.User(deed)),
                                socket,
                                Delivery.closing(socket));
                if (random.nextInt(10) == 0) {
                    String plain = "x".repeat(random.nextInt(90_000));
                    child.channel().send(new Message.User("{\"do\":\"survive\",\"padding\":\"" + plain + "\"}"));
                }
            }
        });
        for (int i = 0; i < 300; i++) {
            assertThat(child.hear()).isEqualTo("{\"wrote\":\"" + i + "\\n\",\"on\":\"Socket\"}");
            assertThat(clients.line(i)).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void socketWithAPayloadOf800KilobytesGoesBothWays() throws IOException {
        String payload = "\u00df".repeat(400_000);
        give("{\"do\":\"write\",\"text\":\"x\\n\",\"payload\":\"" + payload + "\"}", clients.connect());
        assertThat(child.hear()).isEqualTo("{\"wrote\":\"x\\n\",\"on\":\"Socket\"}");
        assertThat(clients.line(0)).isEqualTo("x");

        child.say("{\"do\":\"give\",\"count\":1,\"payload\":\"" + payload + "\"}");
        assertThat(child.hear()).startsWith("{\"given\":0,\"payload\":\"\u00df").endsWith("with NET_SOCKET key");
        try (Fd given = child.takeHandle()) {
            assertThat(SocketKind.of(given)).isEqualTo(SocketKind.STREAM);
        }
        child.onSockets(sockets -> sockets.closed("4:127.0.0.1:0"));
    }

    @Test
    void unixDomainSocketIsASocketToo() throws IOException {
        Fd[] pair = Libc.socketpair();
        try (Fd far = pair[1]) {
            give("{\"do\":\"write\",\"text\":\"x\"}", pair[0]);
            assertThat(child.hear()).isEqualTo("{\"wrote\":\"x\",\"on\":\"Socket\"}");
            assertThat(far.isOpen()).isTrue();
        }
    }

    @Test
    void serverIsAcceptedOnByBoth() throws IOException {
        try (Fd server = clients.duplicateOfServer()) {
            child.give(HandleType.NET_SERVER, "{\"do\":\"accept\",\"count\":1}", server);
            assertThat(child.hear()).isEqualTo("{\"accepts\":\"Server\"}");
            clients.connectWithoutAccepting();
            assertThat(clients.line(0)).isEqualTo("child");
            // The child accepts no more, and this process still does.
            clients.connect().close();
            assertThat(clients.line(1)).isNull();
        }
    }

    @Test
    void packetsComeToBoth() throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketDgram(false);
        socket.bind(new InetSocketAddress(HERE, 0));
        int port = socket.localAddress().getPort();
        try (Fd mine = Libc.duplicate(Fd.own(socket.intValue()), 3);
                DatagramSocket sender = new DatagramSocket()) {
            child.give(
                    new Message.WithHandle(
                            HandleType.DGRAM_SOCKET,
                            new Message.User("{\"do\":\"packets\",\"count\":1}"),
                            null,
                            "udp4"),
                    Fd.own(socket.intValue()));
            assertThat(child.hear()).isEqualTo("{\"takes\":\"Socket\",\"type\":\"udp4\"}");
            sender.send(new DatagramPacket("one".getBytes(US_ASCII), 3, HERE, port));
            assertThat(child.hear()).isEqualTo("{\"packet\":\"one\"}");
            // The child has closed its copy, so this process gets the packets.
            sender.send(new DatagramPacket("two".getBytes(US_ASCII), 3, HERE, port));
            assertThat(Clients.receive(mine)).isEqualTo("two");
        }
    }

    @Test
    void socketsOfTheChildsArriveWithTheirMessagesAndTheirServerCanCountThem() throws IOException {
        child.say("{\"do\":\"give\",\"count\":12,\"asks\":true}");
        List<Fd> given = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            assertThat(child.hear()).isEqualTo("{\"given\":" + i + "} with NET_SOCKET key");
            given.add(child.takeHandle());
        }
        child.say("{\"do\":\"count\"}");
        assertThat(child.hear()).isEqualTo("{\"open\":12,\"error\":null}");
        for (Fd socket : given) {
            clients.write(socket, "x");
            assertThat(child.hear()).isEqualTo("{\"client\":\"x\"}");
            socket.close();
            child.onSockets(sockets -> sockets.closed("4:127.0.0.1:0"));
        }
        assertThat(child.hear()).isEqualTo("{\"closed\":true}");
    }

    @Test
    void serverOfTheChildsIsAcceptedOnByBoth() throws IOException {
        child.say("{\"do\":\"giveServer\"}");
        assertThat(child.hear()).startsWith("{\"server\":").endsWith("with NET_SERVER");
        try (Fd server = child.takeHandle()) {
            assertThat(SocketKind.of(server)).isEqualTo(SocketKind.LISTENING);
            child.say("{\"do\":\"closeServer\"}");
            assertThat(child.hear()).isEqualTo("{\"serverClosed\":true}");
            int port = LinuxSocket.newSocket(server.number()).localAddress().getPort();
            try (Socket client = new Socket(HERE, port);
                    Fd accepted = Fd.own(Libc.accept(server))) {
                assertThat(client.isConnected()).isTrue();
                assertThat(accepted.isOpen()).isTrue();
            }
        }
    }

    @Test
    void packetSocketOfTheChildsArrives() {
        child.say("{\"do\":\"givePackets\"}");
        assertThat(child.hear()).startsWith("{\"packets\":").endsWith("with DGRAM_SOCKET");
        try (Fd socket = child.takeHandle()) {
            assertThat(SocketKind.of(socket)).isEqualTo(SocketKind.DATAGRAM);
        }
        child.say("{\"do\":\"closePackets\"}");
        child.requireAlive();
    }

    @Test
    void messagesAndHandlesOfOneTurnOfTheChildsArriveInOrder() {
        child.say("{\"do\":\"burst\",\"count\":100,\"every\":7}");
        for (int i = 0; i < 100; i++) {
            assertThat(child.hear()).isEqualTo("{\"i\":" + i + "}" + (i % 7 == 0 ? " with NET_SERVER" : ""));
            if (i % 7 == 0) {
                child.takeHandle().close();
            }
        }
        assertThat(child.hear()).isEqualTo("{\"burst\":\"done\"}");
        child.say("{\"do\":\"closeBurst\"}");
        child.requireAlive();
    }

    @Test
    void handlesThatCrossDoNotWaitForEachOther() throws IOException {
        for (int i = 0; i < 30; i++) {
            clients.connect();
        }
        child.run(() -> {
            child.channel().send(new Message.User("{\"do\":\"give\",\"count\":30}"));
            for (int i = 0; i < 30; i++) {
                Fd socket = clients.accepted(i);
                child.channel()
                        .send(
                                new Message.WithHandle(
                                        HandleType.NET_SOCKET,
                                        new Message.User("{\"do\":\"write\",\"text\":\"" + i + "\\n\"}")),
                                socket,
                                Delivery.closing(socket));
            }
        });
        List<String> heard = child.hear(60);
        assertThat(heard)
                .filteredOn(line -> line.startsWith("{\"given\""))
                .containsExactlyElementsOf(IntStream.range(0, 30)
                        .mapToObj(i -> "{\"given\":" + i + "} with NET_SOCKET key")
                        .toList());
        assertThat(heard).filteredOn(line -> line.startsWith("{\"wrote\"")).hasSize(30);
        for (int i = 0; i < 30; i++) {
            child.takeHandle().close();
            assertThat(clients.line(i)).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void socketThatTheChildKeepsOpenTooIsWrittenByBoth() throws IOException {
        child.say("{\"do\":\"give\",\"count\":1,\"keepOpen\":true}");
        assertThat(child.hear()).isEqualTo("{\"given\":0} with NET_SOCKET key");
        try (Fd socket = child.takeHandle()) {
            clients.write(socket, "here");
            assertThat(child.hear()).isEqualTo("{\"client\":\"here\"}");
        }
        child.say("{\"do\":\"end\"}");
        child.requireAlive();
    }

    private void give(String json, Fd socket) {
        child.give(HandleType.NET_SOCKET, json, socket);
    }

    @Test
    void countsAreAskedOfTheChild() throws IOException {
        List<Integer> counts = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            giveWithKey("4:127.0.0.1:0");
        }
        child.onSockets(sockets -> {
            sockets.count("4:127.0.0.1:0", counts::add);
            sockets.whenAllClosed("4:127.0.0.1:0", () -> counts.add(0));
        });
        Heard.untilAsserted(() -> assertThat(counts).containsExactly(3));
        clients.hangUp();
        child.say("{\"do\":\"end\"}");
        Heard.untilAsserted(() -> assertThat(counts).containsExactly(3, 0));
    }

    @Test
    void endOfTheChannelAnswersThoseWhoAsked() throws IOException {
        List<Integer> counts = new java.util.concurrent.CopyOnWriteArrayList<>();
        giveWithKey("4:::1");
        child.run(() -> {
            child.channel().sockets().count("4:::1", counts::add);
            child.channel().close("enough");
        });
        Heard.untilAsserted(() -> assertThat(counts).containsExactly(KeyedSockets.UNKNOWN));
        clients.close();
        assertThat(child.exitStatus()).isZero();
    }

    private void giveWithKey(String key) throws IOException {
        child.give(
                new Message.WithHandle(
                        HandleType.NET_SOCKET, new Message.User("{\"do\":\"write\",\"text\":\"x\\n\"}"), key, null),
                clients.connect());
        assertThat(child.hear()).contains("wrote");
    }
}
