package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostTest {

    @Test
    void nothingNamedIsEveryAddress() {
        assertThat(ListenConfig.DEFAULT.host()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*"})
    void anEmptyHostAndAnAsteriskAreEveryAddress(String text) {
        assertThat(new Host().parse(text)).isEqualTo(Host.EVERY);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 0.0.0.0",
        "::, ::",
        "::1, ::1",
        "[::1], ::1",
        "[::], ::",
        "fe80::1%eth0, fe80::1%eth0",
        "[fe80::1%eth0], fe80::1%eth0",
        "::ffff:127.0.0.1, ::ffff:127.0.0.1",
        "localhost, localhost",
        "' localhost ', localhost",
        "api.example.org, api.example.org",
    })
    void addressesAndNamesAreTakenWithAndWithoutBrackets(String text, String host) {
        assertThat(new Host().parse(text)).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, no port here, but --port 8080",
        "localhost:8080, no port here, but --port 8080",
        ":8080, no port here, but --port 8080",
        "[::1]:8080, no port here, but --port 8080",
        "http://localhost, 'an address or a name, no URL'",
        "[::1, a closing bracket",
    })
    void whatIsMoreThanAHostIsTold(String text, String expected) {
        assertThatThrownBy(() -> Keys.HOST.parse(text, Source.flag(Keys.HOST)))
                .hasMessageStartingWith("--host: " + text)
                .hasMessageContaining(expected);
    }
}
