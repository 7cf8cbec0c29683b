package io.baton.master.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.message.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " { \"a\" : [ 1 , -2, 3000000000, 1.5, -2e3, true, false, null ] } ",
                "{\"v\":1,\"text\":\"a \\\"quoted\\\" \\\\ \\n\\t\\r\\b\\f\\/ \\u00e9\\ud83d\\ude00 ü\"}",
                "[[[[\"deep\"]]],{\"a\":{\"b\":{}}}]",
                "\"\"",
            })
    void readsWhatTheLibraryReads(String json) {
        assertThat(JsonReader.read(json)).isEqualTo(ValueCodec.decode(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "\"open",
                "\"\\x\"",
                "\"\\u12g4\"",
                "tru",
                "nul",
                "1 2",
                "{} x",
                "--1",
                "1e",
                "GET / HTTP/1.1",
                "\"a\nb\"",
                "{\"a\":1,}",
                "-"
            })
    void garbageIsToldAndNothingElseIsThrown(String garbage) {
        assertThatThrownBy(() -> JsonReader.read(garbage))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON");
    }

    @Test
    void deepGarbageDoesNotOverflowTheStack() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
