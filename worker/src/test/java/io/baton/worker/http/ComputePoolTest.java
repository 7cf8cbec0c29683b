package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputePoolTest {
    private static final long ENDLESS = Long.MAX_VALUE;

    private final ComputePool pool = new ComputePool(2, 3, () -> {});
    private final List<Computation> submitted = new ArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private @Nullable Computation submit(long count) {
        Computation computation = pool.submit(new Sum(count), sum -> Answer.text(OK, JavaScriptNumber.toString(sum)));
        if (computation != null) {
            computation.onAnswer(answer -> answers.add(answer.body()));
            submitted.add(computation);
        }
        return computation;
    }

    @AfterEach
    void cancelAll() {
        submitted.forEach(Computation::cancel);
        pool.stop();
    }

    @Test
    void fullPoolRefusesComputations() {
        for (int i = 0; i < 5; i++) {
            assertThat(submit(ENDLESS)).isNotNull();
        }
        assertThat(submit(ENDLESS)).isNull();
        Awaitility.await().until(() -> pool.running() == 2);
        assertThat(pool.waiting()).isEqualTo(3);
    }

    @Test
    void errorInAComputationIsAnsweredAndFreesItsThread() {
        Computation failing = Objects.requireNonNull(pool.submit(new Sum(1), sum -> {
            throw new NoClassDefFoundError("Missing");
        }));
        failing.onAnswer(answer -> answers.add(answer.body()));
        Awaitility.await().untilAsserted(() -> assertThat(answers).containsExactly("The computation failed\n"));
        Awaitility.await().until(() -> pool.running() == 0);
        assertThat(pool.progress()).isZero();
    }

    @Test
    void threadWhosePreparationFailsComputesAllTheSame() {
        ComputePool unprepared = new ComputePool(1, 1, () -> {
            throw new UnsatisfiedLinkError("setpriority");
        });
        Objects.requireNonNull(unprepared.submit(new Sum(3), sum -> Answer.text(OK, "done")))
                .onAnswer(answer -> answers.add(answer.body()));
        Awaitility.await().untilAsserted(() -> assertThat(answers).containsExactly("done"));
        unprepared.stop();
    }

    @Test
    void cancelledWaitingComputationFreesItsPlaceAtOnce() {
        for (int i = 0; i < 5; i++) {
            submit(ENDLESS);
        }
        submitted.get(3).cancel();
        assertThat(pool.waiting()).isEqualTo(2);
        assertThat(submit(ENDLESS)).isNotNull();
    }

    @Test
    void cancelledRunningComputationMakesWayForTheNextAndNeverAnswers() {
        submit(ENDLESS);
        submit(ENDLESS);
        submit(3);
        submitted.get(0).cancel();
        Awaitility.await().until(() -> answers.contains("3"));
        submitted.get(1).cancel();
        Awaitility.await().until(() -> pool.running() == 0);
        assertThat(answers).containsExactly("3");
    }

    @Test
    void answerReachesAListenerThatComesLater() {
        Computation computation = Objects.requireNonNull(pool.submit(new Sum(3), sum -> Answer.text(OK, "done")));
        Awaitility.await().until(() -> pool.running() == 0 && pool.waiting() == 0);
        computation.onAnswer(answer -> answers.add(answer.body()));
        Awaitility.await().until(() -> answers.contains("done"));
    }

    @Test
    void progressIsThatOfTheRunningComputations() {
        assertThat(pool.progress()).isZero();
        submit(20_000_000_000L);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pool.progress() >= 1);
        submitted.get(0).cancel();
        Awaitility.await().until(() -> pool.progress() == 0);
    }

    @Test
    void computationThatFailsIsAnswered500() {
        Computation computation = Objects.requireNonNull(pool.submit(new Sum(3), sum -> {
            throw new IllegalStateException("broken");
        }));
        computation.onAnswer(answer -> answers.add(answer.status().toString()));
        Awaitility.await().until(() -> answers.contains("500 Internal Server Error"));
    }
}
