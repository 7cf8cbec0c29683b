package io.baton.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static final Answer YES = new Answer(0, "key", -1, 3000);

    private final Questions questions = new Questions();

    @Test
    void answersFindTheirQuestions() {
        assertThat(questions.ask(1)).isTrue();
        assertThat(questions.answered(1, YES)).isTrue();
        assertThat(questions.await(1)).isEqualTo(YES);
    }

    @Test
    void whatWasNotAskedIsNotKept() {
        assertThat(questions.answered(1, YES)).isFalse();
        assertThat(questions.ask(1)).isTrue();
        assertThat(questions.answered(1, YES)).isTrue();
        assertThat(questions.answered(1, YES)).isFalse();
    }

    @Test
    void aServerThatStillStartsDoesNotWaitForTheAnswerThatALeavingWorkerNeverGets() throws InterruptedException {
        assertThat(questions.ask(1)).isTrue();
        Thread server = new Thread(() -> assertThat(questions.await(1)).isNull());
        server.start();
        questions.end();
        server.join(10_000);
        assertThat(server.isAlive()).isFalse();
        assertThat(questions.ask(2)).isFalse();
        assertThat(questions.await(2)).isNull();
    }

    @Test
    void anInterruptedServerStillGetsItsAnswerAndStaysInterrupted() {
        assertThat(questions.ask(1)).isTrue();
        assertThat(questions.answered(1, YES)).isTrue();
        Thread.currentThread().interrupt();
        assertThat(questions.await(1)).isEqualTo(YES);
        assertThat(Thread.interrupted()).isTrue();
    }
}
