package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.worker.spi.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs Baton's workers under a real Node: in its cluster, and as children to which it sends sockets and servers. */
final class NodeMasterIT {

    private static final Pattern PID = Pattern.compile("\\d+");
    private static final String LEFT = "{\"event\":\"exit\",\"code\":0,\"signal\":null}";
    private static final String DISCONNECTED = "{\"event\":\"disconnect\",\"connected\":false}";
    private static final String SERVED = "{\"event\":\"served\",\"by\":true}";

    @Test
    void connectionsGoToWorkersInTurnAndADisconnectedWorkerLeaves() throws Exception {
        List<String> heard = play("roundRobin");

        assertThat(heard.subList(0, 4))
                .containsExactlyInAnyOrder(online(1), online(2), listening(1), listening(2))
                .containsSubsequence(online(1), listening(1))
                .containsSubsequence(online(2), listening(2));
        assertThat(heard.subList(4, heard.size()))
                .containsExactly(
                        "{\"event\":\"served\",\"by\":[5,5],\"samePort\":true}",
                        disconnect(1, true),
                        exit(1, "0", "null", true),
                        "{\"event\":\"left\",\"by\":true}",
                        disconnect(2, true),
                        "{\"event\":\"disconnected\",\"workers\":0}",
                        exit(2, "0", "null", true));
    }

    @Test
    void workersAcceptOnTheListeningSocketThatNodeSends() throws Exception {
        List<String> heard = play("shared");

        assertThat(heard.subList(0, 4)).containsExactlyInAnyOrder(online(1), online(2), listening(1), listening(2));
        assertThat(heard.subList(4, heard.size()))
                .containsExactly(
                        "{\"event\":\"served\",\"all\":40,\"samePort\":true}",
                        disconnect(1, true),
                        exit(1, "0", "null", true),
                        "{\"event\":\"left\",\"by\":5}",
                        disconnect(2, true),
                        "{\"event\":\"disconnected\",\"workers\":0}",
                        exit(2, "0", "null", true));
    }

    /** The primary hands over connections of one listener while the worker still waits for the other. */
    @ParameterizedTest
    @ValueSource(strings = {"listenersInTurn", "listenersShared"})
    void applicationTellsItsListenersApart(String scenario, @TempDir Path services) throws Exception {
        Path names = services.resolve("META-INF/services/" + Application.class.getName());
        Files.createDirectories(names.getParent());
        Files.writeString(names, ListenerNameApplication.class.getName());
        Path classes = Path.of(ListenerNameApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(play(scenario, ":" + classes + ":" + services))
                .containsExactly(
                        "{\"event\":\"listening\",\"sockets\":2}",
                        "{\"event\":\"served\",\"web\":true,\"admin\":true}",
                        "{\"event\":\"disconnected\",\"workers\":0}");
    }

    @Test
    void workerFinishesItsRequestBeforeItLeaves() throws Exception {
        assertThat(play("requestInFlight"))
                .containsExactly(
                        online(1),
                        listening(1),
                        "{\"event\":\"answer\",\"sum\":\"Sum is 19999999867108864\"}",
                        disconnect(1, true),
                        exit(1, "0", "null", true));
    }

    @Test
    void endsAreReportedAsNodeExpectsThem() throws Exception {
        List<String> heard = play("signals");

        assertThat(heard.subList(6, heard.size()))
                .as("SIGTERM, SIGKILL, the end of the channel")
                .containsExactly(
                        disconnect(1, false),
                        exit(1, "0", "null", false),
                        disconnect(2, false),
                        exit(2, "null", "\"SIGKILL\"", false),
                        SERVED,
                        disconnect(3, false),
                        exit(3, "0", "null", false));
    }

    /** A primary that hears a NACK keeps the connection for ever, and never uses the worker again. */
    @Test
    void workerWithoutDescriptorsRefusesConnectionsAndGetsThemAgainLater() throws Exception {
        assertThat(play("noDescriptors"))
                .contains("{\"event\":\"served\",\"by\":[0,10]}", "{\"event\":\"again\",\"by\":true}");
    }

    @Test
    void workerThatMayNotListenExitsWith1() throws Exception {
        assertThat(play("portInUse")).containsExactly(online(1), disconnect(1, false), exit(1, "1", "null", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"primaryDies", "primaryExits"})
    void workersEndWithTheirPrimary(String scenario) throws Exception {
        List<String> heard = play(scenario);

        Matcher pid = PID.matcher(heard.get(heard.size() - 1));
        for (int i = 0; i < 2; i++) {
            assertThat(pid.find()).isTrue();
            long worker = Long.parseLong(pid.group());
            await("end of " + worker).atMost(10, TimeUnit.SECONDS).until(() -> ProcessHandle.of(worker)
                    .isEmpty());
        }
    }

    /** A worker of Node's that was told to leave also outlives its primary. */
    @Test
    void drainingWorkerFinishesItsConnectionsWhenItsPrimaryDies() throws Exception {
        assertThat(play("primaryDiesWhileItsWorkerLeaves"))
                .containsExactly(
                        online(1), listening(1), "{\"event\":\"answer\",\"sum\":\"Sum is 1999999998067114000\"}");
    }

    @Test
    void unknownMessagesAreIgnored() throws Exception {
        assertThat(play("unknownMessages"))
                .containsExactly(online(1), listening(1), SERVED, disconnect(1, true), exit(1, "0", "null", true));
    }

    @Test
    void workerServesSocketsSentByProcessSend() throws Exception {
        assertThat(play("socketsInCluster"))
                .containsExactly(
                        online(1),
                        listening(1),
                        "{\"event\":\"served\",\"by\":5}",
                        "{\"event\":\"server closed\"}",
                        disconnect(1, true),
                        exit(1, "0", "null", true));
    }

    @Test
    void childServesSocketsAndTheirServerCanCountThemAndClose() throws Exception {
        assertThat(play("sockets"))
                .containsExactly(
                        "{\"event\":\"served\",\"by\":12}",
                        "{\"event\":\"connections\",\"error\":null,\"count\":12}",
                        "{\"event\":\"server closed\"}",
                        DISCONNECTED,
                        LEFT);
    }

    @Test
    void childTakesTwoHundredSocketsAtOnce() throws Exception {
        assertThat(play("twoHundredSockets"))
                .containsExactly(
                        "{\"event\":\"served\",\"by\":200}", "{\"event\":\"server closed\"}", DISCONNECTED, LEFT);
    }

    @Test
    void childAcceptsOnASentServerBesideTheMasterAndAfterTheMasterCloses() throws Exception {
        assertThat(play("server"))
                .containsExactly(
                        "{\"event\":\"served\",\"by\":[true,true]}",
                        "{\"event\":\"server closed\"}",
                        "{\"event\":\"child\",\"serves\":true}",
                        DISCONNECTED,
                        LEFT);
    }

    @Test
    void childAcceptsOnABareListeningSocket() throws Exception {
        assertThat(play("rawServer")).containsExactly(SERVED, DISCONNECTED, LEFT);
    }

    @Test
    void socketThatTheMasterAlsoKeepsOpenIsServed() throws Exception {
        assertThat(play("keepOpen"))
                .containsExactly(
                        SERVED, "{\"event\":\"also\",\"heard\":\"and so says the master\"}", DISCONNECTED, LEFT);
    }

    @Test
    void socketWithAPayloadOf800KilobytesIsServed() throws Exception {
        assertThat(play("payload")).containsExactly(SERVED, DISCONNECTED, LEFT);
    }

    @Test
    void unwantedHandleIsClosedAndTheNextSocketIsServed() throws Exception {
        assertThat(play("packets")).containsExactly(SERVED, DISCONNECTED, LEFT);
    }

    private static List<String> play(String scenario) throws IOException, InterruptedException {
        return play(scenario, "");
    }

    private static List<String> play(String scenario, String classPath) throws IOException, InterruptedException {
        try (NodeMaster master = NodeMaster.play(scenario, classPath)) {
            List<String> heard = master.heard();
            assertThat(heard).isNotEmpty().noneMatch(line -> line.contains("\"failed\""));
            assertThat(master.exitCode())
                    .as("exit code of Node")
                    .isEqualTo(scenario.startsWith("primaryDies") ? 137 : 0);
            return heard;
        }
    }

    private static String online(int worker) {
        return "{\"event\":\"online\",\"worker\":" + worker + ",\"after\":null}";
    }

    private static String listening(int worker) {
        return "{\"event\":\"listening\",\"worker\":" + worker + ",\"address\":\"127.0.0.1\",\"type\":4,\"real\":true}";
    }

    private static String disconnect(int worker, boolean after) {
        return "{\"event\":\"disconnect\",\"worker\":" + worker + ",\"after\":" + after + "}";
    }

    private static String exit(int worker, String code, String signal, boolean after) {
        return "{\"event\":\"exit\",\"worker\":" + worker + ",\"code\":" + code + ",\"signal\":" + signal
                + ",\"after\":" + after + "}";
    }
}
