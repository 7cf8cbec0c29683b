package io.baton.master.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the table, sent to a worker behind a real master: bytes in, bytes out. */
final class HttpCasesIT {

    private static final int BAR = 231;

    private static MasterProcess master;
    private static int port;
    private static int worker;
    private static int idleDescriptors;

    @BeforeAll
    static void start() throws IOException {
        master = MasterProcess.start("-i", "1");
        master.awaitReady(1);
        port = master.port();
        worker = master.children().get(0);
        Attempt.askNormally(port);
        idleDescriptors = Proc.descriptors(worker);
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    static List<HttpCase> cases() {
        return HttpCases.all();
    }

    @Test
    void tableIsLargeEnoughAndSaysNothingTwice() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(BAR);
        assertThat(cases()).extracting(HttpCase::toString).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theClientGetsTheAnswerOfTheTableAndNoOtherClientNotices(HttpCase tried) throws IOException {
        assertThat(Attempt.of(tried, tried.expected(), port)).isEqualTo(tried.expected());
        Attempt.askNormally(port);
        await("all descriptors of clients closed")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Proc.descriptors(worker) <= idleDescriptors);
        assertThat(master.children()).containsExactly(worker);
    }
}
