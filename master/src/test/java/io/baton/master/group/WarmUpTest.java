package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.fetch.Fetched;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests take turns until the count or the time is over, and one that fails is not asked again. */
final class WarmUpTest {

    private static final Fetched OK = reply(200);

    private final ManualClock clock = new ManualClock();

    private WarmUp it = begin(new WarmUp.Budget(1_000, 5_000, 3));

    @Test
    void eachRequestIsSentAsOftenAsThereAreRounds() {
        assertThat(List.of(next(OK), next(OK), next(OK), next(OK), next(OK), next(OK)))
                .containsExactly("GET /", "GET /api", "GET /", "GET /api", "GET /", "GET /api");
        assertIsOver();
        assertThat(it.answered()).isEqualTo(6);
    }

    @Test
    void noRequestIsSentAfterTheTime() {
        assertThat(next(OK)).isEqualTo("GET /");
        clock.advanceMs(999);
        assertThat(next(OK)).isEqualTo("GET /api");
        clock.advanceMs(1);
        assertIsOver();
        assertThat(it.elapsedMs(clock.nanoTime())).isEqualTo(1_000);
    }

    @Test
    void aRequestThatFailsIsToldOnceAndTheOthersGoOn() {
        assertThat(next(OK)).isEqualTo("GET /");
        assertThat(it.take(reply(500))).isEqualTo("answered 500 for GET /api");
        assertThat(List.of(next(OK), next(OK))).containsOnly("GET /");
        assertIsOver();
        assertThat(it.answered()).isEqualTo(3);
    }

    @Test
    void whenAllRequestsFailItIsOver() {
        assertThat(it.take(new Fetched.NoReply("did not answer within 5 ms")))
                .isEqualTo("did not answer within 5 ms for GET /");
        assertThat(it.take(new Fetched.NotAsked("was not asked"))).isEqualTo("was not asked for GET /api");
        assertIsOver();
    }

    @Test
    void aStatusThatIsTheClientsFaultWarmsUpTheWorkerAsWell() {
        assertThat(it.take(reply(404))).isNull();
        assertThat(it.take(reply(302))).isNull();
        assertThat(it.answered()).isEqualTo(2);
    }

    @Test
    void aLimitLeavesTimeForTheLastRequest() {
        WarmUp.Budget limited = new WarmUp.Budget(1_000, 5_000, 3).atMost(1_500);
        assertThat(limited).isEqualTo(new WarmUp.Budget(1_000, 500, 3));
        assertThat(limited.atMost(-7)).isEqualTo(new WarmUp.Budget(1, 1, 3));
        it = begin(limited);
        assertThat(it.limitMs()).isEqualTo(500);
    }

    private WarmUp begin(WarmUp.Budget budget) {
        return new WarmUp(List.of("GET /", "GET /api"), budget, clock.nanoTime());
    }

    private String next(Fetched answer) {
        String request = String.valueOf(it.next(clock.nanoTime()));
        assertThat(it.take(answer)).isNull();
        return request;
    }

    private void assertIsOver() {
        assertThat(it.next(clock.nanoTime())).isNull();
    }

    private static Fetched reply(int status) {
        return new Fetched.Reply(status, "", ByteBuffer.allocate(0));
    }
}
