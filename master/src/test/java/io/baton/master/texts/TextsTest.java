package io.baton.master.texts;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedText;
import io.baton.master.conductor.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TextsTest {

    private static final Asker NOBODY = new Asker() {
        @Override
        public void askAll(long nowNanos) {}

        @Override
        public void askOnceMore(String app, int pid, long limitMs, Runnable then) {
            then.run();
        }
    };

    private static final String OWN = "# EOF\n";

    private final ManualClock clock = new ManualClock();
    private final List<String> complaints = new ArrayList<>();
    private final Texts texts = new Texts();
    private final ApplicationTexts app = texts.of("api", () -> complaints.add("counted"));

    private int gathered;

    private static final class Worker implements Teller {

        private int asked;
        private boolean able = true;

        @Override
        public boolean canBeAsked() {
            return able;
        }

        @Override
        public void ask() {
            asked++;
        }

        @Override
        public int slot() {
            return 1;
        }

        @Override
        public String toString() {
            return "worker 1";
        }
    }

    private void show() {
        texts.show(clock, NOBODY, (name, words) -> complaints.add(name + ": " + words));
    }

    private void gather() {
        texts.gather(() -> gathered++);
    }

    private String page() throws Exception {
        CompletableFuture<String> page = new CompletableFuture<>();
        texts.merge(false, () -> OWN, text -> page.complete(String.valueOf(text)));
        return page.get(10, TimeUnit.SECONDS);
    }

    private static String counter(int value) {
        return "# TYPE a_total counter\na_total " + value + "\n";
    }

    @Test
    void aPageWaitsForTheWorkersThatHaveMetrics() throws Exception {
        show();
        Worker worker = new Worker();
        Worker other = new Worker();
        other.able = false;
        WorkerText text = app.begin(11, worker);
        app.begin(12, other);
        gather();
        assertThat(gathered).isZero();
        text.said(counter(5));
        assertThat(gathered).isEqualTo(1);
        assertThat(other.asked).isZero();
        assertThat(page()).isEqualTo("# TYPE a_total counter\na_total{app=\"api\"} 5\n");
    }

    @Test
    void aPageHasTheAnswerThatItHasWaitedFor() throws Exception {
        show();
        WorkerText text = app.begin(11, new Worker());
        CompletableFuture<String> page = new CompletableFuture<>();
        texts.gather(() -> texts.merge(false, () -> OWN, merged -> page.complete(String.valueOf(merged))));
        text.said(counter(5));
        assertThat(page.get(10, TimeUnit.SECONDS)).isEqualTo("# TYPE a_total counter\na_total{app=\"api\"} 5\n");
    }

    @Test
    void nobodyIsAskedBeforeAPageIsReadAndNothingIsReadWithoutMetrics() throws Exception {
        Worker worker = new Worker();
        app.begin(11, worker);
        gather();
        assertThat(gathered).isEqualTo(1);
        assertThat(worker.asked).isZero();
        assertThat(page()).isEqualTo("null");
        assertThat(texts.carried()).isEmpty();
    }

    @Test
    void anAnswerYoungerThanASecondIsUsedAgain() {
        show();
        Worker worker = new Worker();
        WorkerText text = app.begin(11, worker);
        gather();
        text.said(counter(5));
        clock.advanceMs(999);
        gather();
        assertThat(worker.asked).isEqualTo(1);
        assertThat(gathered).isEqualTo(2);
        clock.advanceMs(1);
        gather();
        assertThat(worker.asked).isEqualTo(2);
    }

    @Test
    void aWorkerThatHangsIsWaitedForOnceAndToldOnce() {
        show();
        Worker worker = new Worker();
        WorkerText text = app.begin(11, worker);
        gather();
        clock.advanceMs(999);
        assertThat(gathered).isZero();
        clock.advanceMs(1);
        assertThat(gathered).isEqualTo(1);
        gather();
        assertThat(gathered).isEqualTo(2);
        assertThat(worker.asked).isEqualTo(1);
        assertThat(complaints).containsExactly("counted", "api: metrics of worker 1: did not answer within 1000 ms");
        text.failed("no memory");
        assertThat(complaints).as("a late answer fails once").hasSize(2);
        clock.advanceMs(1_000);
        gather();
        assertThat(worker.asked).isEqualTo(2);
        text.failed("no memory");
        assertThat(complaints).hasSize(3).endsWith("counted");
    }

    @Test
    void aWorkerThatDiesIsNotWaitedFor() throws Exception {
        show();
        WorkerText text = app.begin(11, new Worker());
        text.said(counter(5));
        app.begin(12, new Worker());
        gather();
        assertThat(gathered).isZero();
        app.end(12);
        assertThat(gathered).isEqualTo(1);
        app.end(11);
        assertThat(page()).contains("a_total{app=\"api\"} 5\n");
    }

    @Test
    void theNextMasterGoesOnWithLivingAndDeadWorkers() throws Exception {
        show();
        app.begin(11, new Worker()).said(counter(5));
        app.begin(12, new Worker()).said(counter(7));
        app.end(11);
        List<CarriedText> carried = texts.carried();
        Texts next = new Texts();
        next.goOn(carried);
        next.show(clock, NOBODY, (name, words) -> {});
        ApplicationTexts resumed = next.of("api", () -> {});
        resumed.begin(12, new Worker()).said(counter(8));
        CompletableFuture<String> page = new CompletableFuture<>();
        next.merge(false, () -> OWN, text -> page.complete(String.valueOf(text)));
        assertThat(page.get(10, TimeUnit.SECONDS)).contains("a_total{app=\"api\"} 13\n");
    }

    @Test
    void anApplicationThatIsDeletedIsForgotten() throws Exception {
        show();
        app.begin(11, new Worker()).said(counter(5));
        assertThat(page()).contains("a_total");
        texts.forget("api");
        assertThat(page()).isEqualTo("null");
    }
}
