package io.baton.master.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.control.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderPageTest {

    @Test
    void fourRequestsOfTheCommandLineAreRead() {
        assertThat(OrderPage.order("{\"request\":\"reload\",\"app\":\"api\"}"))
                .isEqualTo(new Request.Reload(List.of("api"), Map.of(), List.of()));
        assertThat(OrderPage.order("{\"request\":\"restart\",\"app\":\"api\"}"))
                .isEqualTo(new Request.Act(Request.Verb.RESTART, List.of("api")));
        assertThat(OrderPage.order("{\"request\":\"stop\",\"app\":\"api\"}"))
                .isEqualTo(new Request.Act(Request.Verb.STOP, List.of("api")));
        assertThat(OrderPage.order("{\"request\":\"scale\",\"app\":\"api\",\"change\":\"-1\"}"))
                .isEqualTo(new Request.Scale("api", "-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "upgrade", "act", "start", "delete", "snapshot", "RELOAD", ""})
    void noOtherRequestIs(String request) {
        assertThatThrownBy(() -> OrderPage.order("{\"request\":\"" + request + "\",\"app\":\"api\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("request: " + request + " (expected: reload, restart, scale or stop)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"request\":\"stop\"}",
                "{\"request\":\"stop\",\"app\":\"\"}",
                "{\"request\":\"stop\",\"app\":[\"a\"]}",
                "{\"request\":\"scale\",\"app\":\"a\"}",
                "{\"request\":\"scale\",\"app\":\"a\",\"change\":\"+99999\"}",
                "{\"request\":\"scale\",\"app\":\"a\",\"change\":\"max\"}"
            })
    void aBodyWithoutWhatARequestNeedsIsRefused(String body) {
        assertThatThrownBy(() -> OrderPage.order(body)).isInstanceOf(IllegalArgumentException.class);
    }
}
