package io.baton.master.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker behind a real master keeps RFC 9110 and RFC 9112 for well-behaved clients, byte for byte. */
final class ConformanceIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String BODY = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n";

    private static MasterProcess master;

    private final List<RawConnection> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        master = MasterProcess.start("-i", "1", "--compute-threads", "1", "--compute-queue", "1");
        master.awaitReady(1);
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (RawConnection client : clients) {
            client.close();
        }
    }

    private RawConnection client(String bytes) throws IOException {
        RawConnection client = new RawConnection(master.port());
        clients.add(client);
        client.send(bytes);
        return client;
    }

    private List<RawAnswer> answers(int count, String bytes) throws IOException {
        return client(bytes).awaitAnswers(count);
    }

    private RawAnswer answer(String bytes) throws IOException {
        return answers(1, bytes).get(0);
    }

    private List<Integer> statuses(int count, String bytes) throws IOException {
        return answers(count, bytes).stream().map(RawAnswer::status).toList();
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @Test
    void statusLineHasTheVersionAndAReason() throws IOException {
        assertThat(answer(GET).head()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(answer(get("/nowhere")).head()).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void answerToHttp10HasTheServersVersion() throws IOException {
        assertThat(answer("GET / HTTP/1.0\r\n\r\n").head()).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void answerSaysItsTypeAndExactLength() throws IOException {
        RawAnswer answer = answer(GET);
        assertThat(answer.fields("Content-Type")).containsExactly("text/plain; charset=utf-8");
        assertThat(answer.fields("Content-Length"))
                .containsExactly(String.valueOf(answer.body().length()));
        assertThat(answer.body()).startsWith("I am worker, pid: ").endsWith("\n");
    }

    @Test
    void nothingIsChunked() throws IOException {
        assertThat(answer(GET).fields("Transfer-Encoding")).isEmpty();
    }

    @Test
    void dateIsNowAsAnImfFixdate() throws IOException {
        String date = answer(GET).fields("Date").get(0);
        assertThat(date).matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        Instant told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US))
                .toInstant();
        assertThat(Duration.between(told, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void everyAnswerHasOneDate() throws IOException {
        for (String request : List.of(
                GET,
                get("/nowhere"),
                get("/compute?n=x"),
                get("/compute?n=1"),
                "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "nonsense\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\n")) {
            assertThat(answer(request).fields("Date")).as(request).hasSize(1);
        }
    }

    @Test
    void headHasTheFieldsOfGetAndNoBody() throws IOException {
        String get = answer(GET).head();
        RawConnection client = client("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        String withoutDate = "\r\nDate: [^\r]*";
        assertThat(client.text().replaceAll(withoutDate, "").replace("\r\nConnection: close", ""))
                .isEqualTo(get.replaceAll(withoutDate, ""));
    }

    @Test
    void headIsRefusedWithoutABody() throws IOException {
        RawConnection client = client("HEAD /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.text()).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n");
    }

    @Test
    void headAndGetCanBePipelined() throws IOException {
        String text = String.join("", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", GET);
        List<RawAnswer> answers = answers(2, text);
        assertThat(answers.get(0).body()).isEmpty();
        assertThat(answers.get(1).body()).isNotEmpty();
    }

    @Test
    void connectionStaysAndDoesNotSaySo() throws IOException {
        RawConnection client = client(GET);
        assertThat(client.awaitAnswers(1).get(0).fields("Connection")).isEmpty();
        client.send(GET);
        assertThat(client.awaitAnswers(2)).hasSize(2);
    }

    @Test
    void closeIsObeyedAndAnnounced() throws IOException {
        RawConnection client = client("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).hasSize(1);
        assertThat(client.answers().get(0).fields("Connection")).containsExactly("close");
    }

    @Test
    void http10IsClosedAndTold() throws IOException {
        RawConnection client = client("GET / HTTP/1.0\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers().get(0).fields("Connection")).containsExactly("close");
    }

    @Test
    void http10StaysWhenAskedAndIsTold() throws IOException {
        RawConnection client = client("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        assertThat(client.awaitAnswers(1).get(0).fields("Connection")).containsExactly("keep-alive");
        client.send("GET / HTTP/1.0\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).hasSize(2);
    }

    @Test
    void connectionOptionsAreAList() throws IOException {
        RawConnection client = client("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE ,\tclose\r\nTE: trailers\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).hasSize(1);
    }

    @Test
    void answersComeInTheOrderOfTheRequests() throws IOException {
        assertThat(statuses(4, GET + get("/nowhere") + get("/compute?n=x") + GET))
                .containsExactly(200, 404, 400, 200);
    }

    @Test
    void quickAnswerWaitsForTheSlowOneBeforeIt() throws IOException {
        List<RawAnswer> answers = answers(3, get("/compute?n=1e7") + GET + get("/compute?n=3"));
        assertThat(answers).extracting(RawAnswer::status).containsExactly(200, 200, 200);
        assertThat(answers.get(0).body()).isEqualTo("Sum is 49999995000000");
        assertThat(answers.get(1).body()).startsWith("I am worker");
        assertThat(answers.get(2).body()).isEqualTo("Sum is 3");
    }

    @Test
    void thousandPipelinedRequestsAreAllAnswered() throws IOException {
        assertThat(statuses(1000, GET.repeat(1000))).hasSize(1000).containsOnly(200);
    }

    @Test
    void badRequestInThePipelineIsAnsweredOnceBehindTheGoodOnes() throws IOException {
        RawConnection client = client(GET.repeat(3) + "nonsense\r\n\r\n" + GET.repeat(3));
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).extracting(RawAnswer::status).containsExactly(200, 200, 200, 400);
        assertThat(client.answers().get(3).fields("Connection")).containsExactly("close");
    }

    @Test
    void halfClosedClientGetsItsAnswers() throws IOException {
        RawConnection client = client(GET + GET);
        client.sendFin();
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).extracting(RawAnswer::status).containsExactly(200, 200);
    }

    @Test
    void halfARequestOfAHalfClosedClientIsDropped() throws IOException {
        RawConnection client = client(GET + "GET / HTTP/1.1\r\nHo");
        client.sendFin();
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).extracting(RawAnswer::status).containsExactly(200);
    }

    @Test
    void halfClosedClientThatWaitsForAComputationIsClosed() throws IOException {
        RawConnection client = client(GET + get("/compute"));
        assertThat(client.awaitAnswers(1)).hasSize(1);
        client.sendFin();
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).extracting(RawAnswer::status).containsExactly(200);
    }

    @Test
    void clientThatExpectsIsToldToContinueAndThenAnswered() throws IOException {
        RawConnection client = client(BODY + "Expect: 100-continue\r\n\r\n");
        assertThat(client.awaitAnswers(1).get(0).head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        client.send("hello");
        assertThat(client.awaitAnswers(2)).extracting(RawAnswer::status).containsExactly(100, 200);
    }

    @Test
    void http10IsNeverToldToContinue() throws IOException {
        assertThat(statuses(1, "GET / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"))
                .containsExactly(200);
    }

    @Test
    void clientThatExpectsIsRefusedInsteadWhenTheBodyIsTooLarge() throws IOException {
        RawConnection client =
                client("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).extracting(RawAnswer::status).containsExactly(413);
    }

    @Test
    void bodyOfGetIsReadAndTheNextRequestFound() throws IOException {
        assertThat(statuses(2, BODY + "\r\nGET /" + GET)).containsExactly(200, 200);
    }

    @Test
    void chunkedBodyIsReadWithExtensionsAndTrailers() throws IOException {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "5;name=value\r\nhello\r\n1\r\n!\r\n0\r\nX-Sum: 6\r\n\r\n";
        assertThat(statuses(2, head + body + GET)).containsExactly(200, 200);
    }

    @Test
    void bodyOfOneMebibyteIsTaken() throws IOException {
        String body = "x".repeat(1 << 20);
        assertThat(statuses(2, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + body + GET))
                .containsExactly(200, 200);
    }

    @Test
    void refusedClientThatGoesOnSendingCanReadWhy() throws IOException {
        RawConnection client =
                client("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n" + "x".repeat(500_000));
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers())
                .extracting(RawAnswer::body)
                .containsExactly("Body: too large (expected: at most 1048576 bytes)\n");
    }

    @Test
    void absoluteFormMeansItsPathAndQuery() throws IOException {
        assertThat(answer(get("http://elsewhere:80/compute?n=4")).body()).isEqualTo("Sum is 6");
        assertThat(answer(get("http://elsewhere")).body()).startsWith("I am worker");
    }

    @Test
    void optionsTellWhatIsAllowed() throws IOException {
        RawAnswer server = answer("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(server.status()).isEqualTo(200);
        assertThat(server.fields("Allow")).containsExactly("GET, HEAD, OPTIONS");
        assertThat(server.fields("Content-Length")).containsExactly("0");
        assertThat(answer("OPTIONS /compute HTTP/1.1\r\nHost: a\r\n\r\n").fields("Allow"))
                .containsExactly("GET, HEAD, OPTIONS");
    }

    @Test
    void otherMethodIsToldWhatIsAllowedAndTheConnectionStays() throws IOException {
        List<RawAnswer> answers = answers(2, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + GET);
        assertThat(answers).extracting(RawAnswer::status).containsExactly(405, 200);
        assertThat(answers.get(0).fields("Allow")).containsExactly("GET, HEAD, OPTIONS");
    }

    @Test
    void methodsAreCaseSensitive() throws IOException {
        assertThat(statuses(1, "get / HTTP/1.1\r\nHost: a\r\n\r\n")).containsExactly(405);
    }

    @Test
    void fieldNamesAreNotCaseSensitive() throws IOException {
        RawConnection client = client("GET / HTTP/1.1\r\nhOsT: a\r\ncOnNeCtIoN: ClOsE\r\n\r\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.answers()).extracting(RawAnswer::status).containsExactly(200);
    }

    @Test
    void queryIsDecoded() throws IOException {
        assertThat(answer(get("/compute?x=1&%6e=1%65%33")).body()).isEqualTo("Sum is 499500");
        assertThat(answer(get("/compute?n=+10+")).body()).isEqualTo("Sum is 45");
    }

    @Test
    void wrongQueryIsAnswered400AndTheConnectionStays() throws IOException {
        List<RawAnswer> answers = answers(2, get("/compute?n=1.5") + GET);
        assertThat(answers).extracting(RawAnswer::status).containsExactly(400, 200);
        assertThat(answers.get(0).body()).isEqualTo("n: 1.5 (expected: a whole number from 0 to 10000000000)\n");
    }

    @Test
    void requestMayComeByteByByte() throws IOException {
        RawConnection client = client("");
        for (int i = 0; i < GET.length(); i++) {
            client.send(GET.substring(i, i + 1));
        }
        assertThat(client.awaitAnswers(1)).extracting(RawAnswer::status).containsExactly(200);
    }

    @Test
    void emptyLinesBeforeARequestAreSkipped() throws IOException {
        assertThat(statuses(2, "\r\n\r\n" + GET + "\r\n" + GET)).containsExactly(200, 200);
    }

    @Test
    void protocolThatIsNotSpokenMayBeProposed() throws IOException {
        RawAnswer answer =
                answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c, websocket\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.fields("Upgrade")).isEmpty();
    }

    @Test
    void busyServerSaysSoAtOnceAndWhenToComeBack() throws IOException {
        List<RawConnection> three = List.of(client(get("/compute")), client(get("/compute")), client(get("/compute")));
        await().until(() -> {
            for (RawConnection client : three) {
                client.readAvailable();
            }
            return three.stream().anyMatch(client -> !client.answers().isEmpty());
        });
        List<RawAnswer> answers =
                three.stream().flatMap(client -> client.answers().stream()).toList();
        assertThat(answers).extracting(RawAnswer::status).containsExactly(503);
        assertThat(answers.get(0).fields("Retry-After")).containsExactly("1");
        assertThat(answers.get(0).body()).isEqualTo("Busy: 1 computing, 1 waiting; try again\n");
    }
}
