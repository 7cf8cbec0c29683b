package io.baton.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    @Test
    void aContenderThatFailsIsLeftOutFromThenOnAndTheOthersGoOn() throws Exception {
        Attempts attempts = new Attempts("connect");
        List<String> measured = new ArrayList<>();

        for (int round = 0; round < 2; round++) {
            attempts.of("good", () -> measured.add("good"));
            attempts.of("bad", () -> {
                measured.add("bad");
                throw new IOException("does not answer\nits whole output");
            });
        }

        assertThat(measured).containsExactly("good", "bad", "good");
        assertThat(attempts.failures()).containsExactly("bad in connect: does not answer");
    }
}
