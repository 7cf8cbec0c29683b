package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeEndpointTest {
    private final ComputePool pool = new ComputePool(1, 1, () -> {});
    private final ComputeEndpoint endpoint = new ComputeEndpoint(pool);

    @AfterEach
    void stop() {
        pool.stop();
    }

    private String body(String query) {
        Response response = endpoint.respond(query);
        if (response instanceof Answer answer) {
            return answer.body();
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        ((PendingAnswer) response).onAnswer(answer::complete);
        return answer.join().body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n=5 | 10",
                "n=5&n=abc | 10",
                "m=1&n=5 | 10",
                "%6e=5 | 10",
                "n=+5+ | 10",
                "n=%205%0a | 10",
                "n=%2B5 | 10",
                "n=5. | 10",
                "n=.5e1 | 10",
                "n=0x10 | 120",
                "n=0B11 | 3",
                "n=0o17 | 105",
                "n=-0 | 0",
                "n= | 0",
                "n | 0",
                "n=1e-400 | 0",
                "n=%C2%A05 | 10",
                "n=3000000 | 4499998500000",
            })
    void numberIsReadAsJavaScriptReadsIt(String query, String sum) {
        assertThat(body(query)).isEqualTo("Sum is " + sum);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "1.5",
                "-1",
                "1e11",
                "10000000001",
                "1_000",
                "Infinity",
                "NaN",
                "0x",
                "-0x1",
                "5n",
                "1e",
                "."
            })
    void otherCountsAreRefusedWithTheFoundAndTheExpectedValue(String n) {
        assertThat(endpoint.respond("n=" + n))
                .hasToString("400 Bad Request: n: " + n + " (expected: a whole number from 0 to 10000000000)\n");
    }

    @ParameterizedTest
    @CsvSource({"n=%zz, %zz", "n=5%2, %2", "n=%, %", "n=5%, %", "%n=5, %n"})
    void brokenPercentEncodingIsRefused(String query, String found) {
        assertThat(endpoint.respond(query))
                .hasToString("400 Bad Request: Query: " + found + " (expected: % and two hexadecimal digits)\n");
    }

    @Test
    void shownValueOfAClientHasNoControlCharacters() {
        assertThat(endpoint.respond("n=%1B[2J%0Ax").toString()).contains("n: ?[2J?x (expected");
    }

    @Test
    void fullPoolIsAnswered503AtOnceWithRetryAfter() {
        List<Response> taken = new ArrayList<>(List.of(endpoint.respond(""), endpoint.respond("")));
        assertThat(taken).hasOnlyElementsOfType(PendingAnswer.class);

        Answer refused = (Answer) endpoint.respond("n=5");
        assertThat(refused).hasToString("503 Service Unavailable: Busy: 1 computing, 1 waiting; try again\n");
        assertThat(new String(refused.head(), US_ASCII)).contains("\r\nRetry-After: 1\r\n");

        taken.forEach(pending -> ((PendingAnswer) pending).cancel());
        assertThat(body("n=5")).isEqualTo("Sum is 10");
    }
}
