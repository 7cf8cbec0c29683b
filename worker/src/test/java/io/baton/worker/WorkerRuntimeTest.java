package io.baton.worker;

import static io.baton.worker.MasterByHand.ACK;
import static io.baton.worker.WorkerRig.KEY;
import static io.baton.worker.WorkerRig.newConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.worker.WorkerRig.Client;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a worker as its master and its application see it. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class WorkerRuntimeTest {

    /** More messages than the kernel takes while the other end does not read, however short they are. */
    private static final int MORE_THAN_A_SOCKET_TAKES = 600;

    private WorkerRig rig;

    @BeforeEach
    void connect() throws IOException {
        rig = new WorkerRig();
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
    }

    @Test
    void onlineComesFirstAndStatsOnceASecondEvenWhileTheApplicationStarts() {
        rig.application.start = new CompletableFuture<>();
        rig.run();
        assertThat(rig.master.hear())
                .isEqualTo("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,\"baton\":{\"v\":3,\"window\":16}}");
        assertThat(rig.master.hear())
                .isEqualTo(
                        "{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":0,\"computing\":0,\"threads\":0,\"seq\":1}");
        long first = System.nanoTime();
        assertThat(rig.master.hear())
                .isEqualTo(
                        "{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":0,\"computing\":0,\"threads\":0,\"seq\":2}");
        assertThat(millisSince(first)).isBetween(500L, 3_000L);
    }

    @Test
    void processIsBoundToItsParentOnTheLoopBeforeOnline() {
        rig.run();
        assertThat(rig.master.hear()).contains("\"online\"");
        assertThat(rig.process).containsExactly("bound baton-loop");
    }

    @Test
    void workerWhoseParentIsDeadExitsSilently() throws Exception {
        rig.parentLives = false;
        rig.run();
        assertThat(rig.exitCode()).isZero();
        rig.master.workersEnd().close();
        assertThat(rig.master.hear()).isNull();
    }

    @Test
    void workerAsksToListenOnceTheApplicationIsStartedWarmAndReady() {
        rig.application.start = new CompletableFuture<>();
        rig.application.readiness = new CompletableFuture<>();
        rig.run();
        assertThat(rig.master.hear()).contains("\"online\"");
        assertThat(rig.master.hear()).matches(MasterByHand::isStats);
        assertThat(rig.application.seen).containsExactly("start 7");
        rig.application.start.complete(null);
        rig.awaitSeen("asked whether ready");
        assertThat(rig.application.seen).containsExactly("start 7", "started", "warm-up", "asked whether ready");
        assertThat(rig.master.hear()).as("still nothing but a pulse").matches(MasterByHand::isStats);
        rig.application.readiness.complete(null);
        assertThat(rig.master.hearNoStats())
                .matches(
                        "\\Q{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,\"data\":null,\"address\":null,"
                                + "\"port\":3000,\"addressType\":4,\"backlog\":0,\"seq\":\\E\\d+}");
    }

    @Test
    void listeningIsSaidAfterTheReplyAndNotBefore() {
        rig.run();
        String query = rig.master.hearUntil("queryServer", line -> line.contains("\"queryServer\""));
        assertThat(rig.master.hear()).as("a second later").matches(MasterByHand::isStats);
        rig.master.say(String.format(WorkerRig.REPLY, MasterByHand.seq(query)));
        assertThat(rig.master.hearNoStats())
                .matches(
                        "\\Q{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\",\"index\":0,\"data\":null,\"address\":null,"
                                + "\"port\":3000,\"addressType\":4,\"backlog\":0,\"seq\":\\E\\d+}");
    }

    @Test
    void workerThatMayNotListenEndsWith1() throws Exception {
        rig.run();
        String query = rig.master.hearUntil("queryServer", line -> line.contains("\"queryServer\""));
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"errno\":-98,\"key\":\"" + KEY + "\",\"ack\":"
                + MasterByHand.seq(query) + ",\"data\":null,\"seq\":0}");
        assertThat(rig.exitCode()).isOne();
        assertThat(rig.application.seen).filteredOn("stop"::equals).hasSize(1);
        assertThat(rig.master.hearOut()).isEmpty();
    }

    @Test
    void workerEndsWith1WhenItsApplicationDoesNotStart() throws Exception {
        rig.application.start = CompletableFuture.failedFuture(new IOException("no database"));
        rig.run();
        assertThat(rig.exitCode()).isOne();
        assertThat(rig.application.seen).containsExactly("start 7");
    }

    @Test
    void workerEndsWith1WhenItsApplicationLacksAClass() throws Exception {
        rig.application.fatal = new NoClassDefFoundError("a/library/Class");
        rig.run();
        assertThat(rig.exitCode()).isOne();
    }

    @Test
    void workerEndsWith1WhenItsApplicationIsNeverReady() throws Exception {
        rig.application.readiness = CompletableFuture.failedFuture(new IOException("no database"));
        rig.run();
        assertThat(rig.exitCode()).isOne();
        assertThat(rig.master.hear()).contains("\"online\"");
    }

    @Test
    void changedLoadIsToldSoonAndAtMostTwentyTimesASecond() throws Exception {
        rig.application.loadChanges = true;
        rig.serve();
        assertThat(served(1, "a").socket().isConnected()).isTrue();
        String unused = rig.master.hearUntil("one open", line -> line.contains("\"open\":1,"));
        long first = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            unused = rig.master.hearUntil("stats", MasterByHand::isStats);
            assertThat(unused).contains(",\"open\":1,", ",\"threads\":4,");
        }
        assertThat(millisSince(first)).isBetween(425L, 5_000L);
    }

    @Test
    void statsCountTheOpenConnections() throws Exception {
        rig.serve();
        Client client = rig.client("a");
        rig.handOver(1, client);
        String unused = rig.master.hearUntil("one open", line -> line.contains("\"open\":1,"));
        client.socket().shutdownOutput();
        unused = rig.master.hearUntil("none open", line -> line.contains("\"open\":0,"));
    }

    @Test
    void statsAreSentWhileClientsComeAndGo() throws Exception {
        rig.serve();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500);
        int stats = 0;
        for (int seq = 1; System.nanoTime() < end; seq++) {
            Client client = rig.client("a");
            rig.handOver(seq, client);
            client.connection().close();
            assertThat(client.line()).isEqualTo("heard a");
            client.socket().close();
            String line = "";
            while (!line.contains("accepted")) {
                line = String.valueOf(rig.master.hear());
                stats += MasterByHand.isStats(line) ? 1 : 0;
            }
        }
        assertThat(stats).as("in 1.5 s").isBetween(2, 32);
    }

    @Test
    void uncaughtExceptionRetiresTheWorkerWhichEndsWith1AfterItsLastConnection() throws Exception {
        rig.serve();
        Client client = served(1, "a");
        Objects.requireNonNull(rig.uncaught)
                .uncaughtException(Thread.currentThread(), new IllegalStateException("oops"));
        assertThat(required())
                .contains("\"act\":\"retire\"", "uncaught exception: java.lang.IllegalStateException: oops");
        requireClose();
        rig.awaitSeen("drain");
        assertThat(rig.hasEnded()).isFalse();
        client.socket().close();
        assertThat(rig.exitCode()).isOne();
        assertThat(rig.master.hearOut()).isEmpty();
    }

    /** systemd and shells signal a whole group. Requests in flight must survive that. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void workerThatGetsASignalAsksItsMasterAndLeavesWhenTold(String signal) throws Exception {
        rig.serve("--kill-timeout", "60000");
        Client first = served(1, "a");
        Objects.requireNonNull(rig.signals.get(signal)).run();
        assertThat(required()).contains("\"act\":\"release\"", "\"reason\":\"SIG" + signal + "\"");
        Client second = served(2, "b");
        disconnect();
        requireClose();
        rig.awaitSeen("drain");
        first.socket().close();
        assertThat(rig.hasEnded()).isFalse();
        second.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void workerThatGetsASignalWaitsForItsMasterOnlyAPartOfTheKillTimeout() throws Exception {
        rig.serve("--kill-timeout", "400");
        Client client = served(1, "a");
        Objects.requireNonNull(rig.signals.get("TERM")).run();
        assertThat(required()).contains("\"act\":\"release\"");
        assertThat(required()).contains("\"act\":\"retire\"", "\"reason\":\"SIGTERM\"");
        requireClose();
        assertThat(rig.exitCode()).as("also with a client that stays").isZero();
        assertThat(client.line()).isNull();
    }

    @Test
    void signalDrainsAtOnceUnderAMasterThatIsNotBatons() throws Exception {
        rig.serve();
        Client client = served(1, "a");
        Objects.requireNonNull(rig.signals.get("TERM")).run();
        requireClose();
        rig.awaitSeen("drain");
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
    }

    /** Repeated, so that two separate sends would be seen at least once. */
    @Test
    void connectionIsAcknowledgedAndAcceptedInOneSendAndServed() throws Exception {
        rig.serve();
        Client client = rig.client("a");
        for (int seq = 1; seq <= 50; seq++) {
            rig.handOver(seq, client);
            List<String> heard = rig.master.hearAtOnce();
            heard.removeIf(MasterByHand::isStats);
            while (heard.isEmpty()) {
                heard = rig.master.hearAtOnce();
                heard.removeIf(MasterByHand::isStats);
            }
            requireAnswers(heard, seq);
        }
        assertThat(client.line()).isEqualTo("heard a");
    }

    @Test
    void burstOfConnectionsIsAnsweredInOrderAndAtOnce() throws Exception {
        rig.serve();
        rig.application.initialization = new CompletableFuture<>();
        Client first = rig.client("a");
        rig.handOver(1, first);
        rig.awaitInitialized(1);
        Client second = rig.client("b");
        for (int seq = 2; seq <= 10; seq++) {
            rig.handOver(seq, second);
        }
        rig.application.initialization.complete(null);
        List<String> heard = rig.master.hearAtOnce();
        heard.removeIf(MasterByHand::isStats);
        requireAnswers(heard, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(first.line()).isEqualTo("heard a");
        assertThat(second.line()).isEqualTo("heard b");
    }

    @Test
    void failureOfTheApplicationClosesOneConnectionOnly() throws Exception {
        rig.serve();
        Client client = served(1, "a");
        rig.application.fatal = new NoClassDefFoundError("a/library/Class");
        Client unlucky = rig.client("b");
        rig.handOver(2, unlucky);
        requireAnswers(List.of(required(), required()), 2);
        requireClosedUnread(unlucky, "b");
        client.send("c");
        assertThat(client.line()).isEqualTo("heard c");
    }

    @Test
    void connectionOfAnotherListenerIsRefusedAndClosed() throws Exception {
        rig.serve();
        Client client = rig.client("a");
        rig.master.say(newConnection("null:3001:4:undefined:0", 5), client.connection());
        requireRefused(5);
        requireClosedUnread(client, "a");
        assertThat(rig.application.initialized).hasValue(0);
    }

    @Test
    void connectionThatComesBeforeTheWorkerListensIsRefusedAndClosed() throws Exception {
        rig.application.start = new CompletableFuture<>();
        rig.run();
        assertThat(rig.master.hear()).contains("\"online\"");
        Client client = rig.client("a");
        rig.handOver(5, client);
        requireRefused(5);
        requireClosedUnread(client, "a");
    }

    @Test
    void connectionWhoseDescriptorWasLostIsAcknowledgedAndRefused() throws Exception {
        rig.serve();
        rig.master.say(newConnection(KEY, 5));
        requireRefused(5);
        Client next = rig.client("a");
        rig.handOver(6, next);
        requireAnswers(List.of(required(), required()), 6);
        assertThat(next.line()).isEqualTo("heard a");
    }

    @Test
    void unwantedHandleIsAcknowledgedOnceAndClosed() throws Exception {
        rig.serve();
        Client client = rig.client("a");
        rig.master.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Socket\",\"msg\":\"for you\"}", client.connection());
        assertThat(required()).isEqualTo(ACK);
        requireClosedUnread(client, "a");
        rig.master.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":\"lost\"}");
        assertThat(required()).isEqualTo(ACK);
        rig.master.say(newConnection(KEY, 5));
        requireRefused(5);
    }

    /** Netty reads the bytes of a half-closed client even with auto-read off. */
    @Test
    void noByteIsReadBeforeTheKernelHasTheWholeAnswer() throws Exception {
        rig.serve();
        rig.sendUnwanted(MORE_THAN_A_SOCKET_TAKES);
        List<Client> clients = new ArrayList<>();
        for (int seq = 0; seq < 6; seq++) {
            Client client = rig.client("c" + seq);
            if (seq % 2 == 1) {
                client.socket().shutdownOutput();
            }
            clients.add(client);
            rig.handOver(seq, client);
            // Each connection comes in a turn of the loop of its own.
            rig.awaitInitialized(seq + 1);
        }
        assertThat(rig.application.seen).noneMatch(event -> event.startsWith("read"));

        requireAcks(MORE_THAN_A_SOCKET_TAKES);
        for (int seq = 0; seq < 6; seq++) {
            requireAnswers(List.of(required(), required()), seq);
            assertThat(clients.get(seq).line()).isEqualTo("heard c" + seq);
        }
    }

    @Test
    void connectionIsLeftUnreadWhenTheMasterCannotHearThatItWasAccepted() throws Exception {
        rig.serve();
        rig.application.initialization = new CompletableFuture<>();
        Client client = rig.client("GET /");
        rig.handOver(1, client);
        rig.awaitInitialized(1);
        rig.master.close();
        rig.application.initialization.complete(null);
        assertThat(rig.exitCode()).isZero();
        assertThat(rig.application.seen).doesNotContain("read GET /");
        assertThat(client.unread()).isEqualTo("GET /");
    }

    @Test
    void drainTellsConnectionsWaitsForTheLastAndEndsWith0() throws Exception {
        rig.serve();
        Client first = served(1, "a");
        Client last = served(2, "b");
        disconnect();
        requireClose();
        rig.awaitSeen("drain");
        assertThat(rig.application.seen).filteredOn("drain"::equals).hasSize(2);
        disconnect();
        Client late = rig.client("c");
        rig.handOver(3, late);
        requireRefused(3);
        requireClosedUnread(late, "c");
        first.socket().shutdownOutput();
        assertThat(first.line()).isNull();
        last.send("one more");
        assertThat(last.line()).isEqualTo("heard one more");
        assertThat(rig.hasEnded()).isFalse();
        last.socket().shutdownOutput();
        assertThat(rig.exitCode()).isZero();
        assertThat(rig.master.hearOut())
                .as("a second disconnect says nothing new")
                .isEmpty();
        assertThat(rig.application.seen).filteredOn("drain"::equals).hasSize(2);
        assertThat(rig.application.seen).filteredOn("stop"::equals).hasSize(1);
        assertThat(rig.application.seen).endsWith("stop");
        assertThat(rig.process).noneMatch(act -> act.startsWith("exit"));
    }

    @Test
    void drainWithoutConnectionsEndsAtOnce() throws Exception {
        rig.serve();
        disconnect();
        requireClose();
        assertThat(rig.master.hearOut()).isEmpty();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void drainEndsTheProcessWhileTheApplicationStarts() {
        rig.application.start = new CompletableFuture<>();
        rig.run();
        assertThat(rig.master.hear()).contains("\"online\"");
        disconnect();
        assertThat(rig.master.hearOut()).isEmpty();
        await().untilAsserted(() -> assertThat(rig.process).containsOnlyOnce("exit 0"));
    }

    @Test
    void drainLosesNoUnsentAnswer() throws Exception {
        rig.serve();
        rig.sendUnwanted(MORE_THAN_A_SOCKET_TAKES);
        disconnect();
        Client refused = rig.client("b");
        rig.handOver(2, refused);
        requireClosedUnread(refused, "b");
        requireAcks(MORE_THAN_A_SOCKET_TAKES);
        requireClose();
        requireRefused(2);
        assertThat(rig.master.hearOut()).isEmpty();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void connectionWithAnUnsentAnswerIsServedThoughADrainComesFirst() throws Exception {
        rig.serve();
        rig.sendUnwanted(MORE_THAN_A_SOCKET_TAKES);
        Client client = rig.client("a");
        rig.handOver(1, client);
        disconnect();
        Client refused = rig.client("b");
        rig.handOver(2, refused);
        requireClosedUnread(refused, "b");
        requireAcks(MORE_THAN_A_SOCKET_TAKES);
        requireAnswers(List.of(required(), required()), 1);
        requireClose();
        requireRefused(2);
        requireServedAndDrained(client);
    }

    @Test
    void connectionThatComesTogetherWithADrainIsServed() throws Exception {
        rig.serve();
        rig.application.initialization = new CompletableFuture<>();
        Client client = rig.client("a");
        rig.handOver(1, client);
        rig.awaitInitialized(1);
        disconnect();
        rig.application.initialization.complete(null);
        requireAnswers(List.of(required(), required()), 1);
        requireClose();
        requireServedAndDrained(client);
    }

    @Test
    void drainEndsWhenTheMasterGoesThoughAnswersWaitForIt() throws Exception {
        rig.serve();
        rig.sendUnwanted(MORE_THAN_A_SOCKET_TAKES);
        disconnect();
        Client refused = rig.client("b");
        rig.handOver(2, refused);
        requireClosedUnread(refused, "b");
        rig.master.close();
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void endOfTheMasterEndsTheWorkerAndItsConnectionsAtOnce() throws Exception {
        rig.serve();
        Client client = served(1, "a");
        rig.master.close();
        assertThat(rig.exitCode()).isZero();
        assertThat(client.line()).isNull();
        assertThat(rig.application.seen).filteredOn("stop"::equals).hasSize(1);
    }

    @Test
    void endOfTheMasterEndsTheProcessWhileTheApplicationStarts() {
        rig.application.start = new CompletableFuture<>();
        rig.run();
        assertThat(rig.master.hear()).contains("\"online\"");
        rig.master.close();
        await().untilAsserted(() -> assertThat(rig.process).containsOnlyOnce("exit 0"));
    }

    @Test
    void unknownMessagesOfTheMasterAreIgnored() throws Exception {
        rig.serve();
        rig.master.say("{\"cmd\":\"NODE_FUTURE\"}");
        rig.master.say("\"hello\"");
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"ack\":4711,\"seq\":9}");
        assertThat(served(1, "a").socket().isConnected()).isTrue();
    }

    @Test
    void workerLeavesAMasterThatBreaksTheProtocol() throws Exception {
        rig.serve();
        rig.master.say("garbage");
        assertThat(rig.exitCode()).isZero();
    }

    /** A client whose connection the worker owns, and that has had one answer. */
    private Client served(int seq, String text) throws IOException {
        Client client = rig.client(text);
        rig.handOver(seq, client);
        requireAnswers(List.of(required(), required()), seq);
        client.connection().close();
        assertThat(client.line()).isEqualTo("heard " + text);
        return client;
    }

    private void disconnect() {
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":4}");
    }

    private void requireClose() {
        assertThat(required())
                .matches("\\Q{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"" + KEY + "\",\"seq\":\\E\\d+}");
    }

    private void requireAcks(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(required()).isEqualTo(ACK);
        }
    }

    private void requireServedAndDrained(Client client) throws Exception {
        client.connection().close();
        assertThat(client.line()).isEqualTo("heard a");
        rig.awaitSeen("drain");
        assertThat(rig.hasEnded()).isFalse();
        client.socket().close();
        assertThat(rig.exitCode()).isZero();
        assertThat(rig.application.seen).filteredOn("drain"::equals).hasSize(1);
    }

    private void requireRefused(int ack) {
        assertThat(required()).isEqualTo(ACK);
        assertThat(required()).matches(answer(ack, false));
    }

    private static void requireAnswers(List<String> lines, int... acks) {
        assertThat(lines).hasSize(2 * acks.length);
        for (int i = 0; i < acks.length; i++) {
            assertThat(lines.get(2 * i)).isEqualTo(ACK);
            assertThat(lines.get(2 * i + 1)).matches(answer(acks[i], true));
        }
    }

    private static String answer(int ack, boolean accepted) {
        return "\\Q{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + ack + ",\"accepted\":" + accepted + ",\"seq\":\\E\\d+}";
    }

    /** Neither the worker nor the master has the connection any more. */
    private static void requireClosedUnread(Client client, String text) throws IOException {
        assertThat(client.unread()).isEqualTo(text);
        client.connection().close();
        assertThat(client.line()).isNull();
    }

    private String required() {
        String line = rig.master.hearNoStats();
        assertThat(line).as("a line, not the end").isNotNull();
        return String.valueOf(line);
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }
}
