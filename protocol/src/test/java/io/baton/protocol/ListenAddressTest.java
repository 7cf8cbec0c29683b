package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        ", http://localhost:3000",
        "0.0.0.0, http://localhost:3000",
        "::, http://localhost:3000",
        "::1, http://[::1]:3000",
        "127.0.0.1, http://127.0.0.1:3000",
        "api.example.org, http://api.example.org:3000",
        "fe80::1%eth0, http://[fe80::1%25eth0]:3000",
    })
    void urlCanBeClicked(@Nullable String host, String url) {
        assertThat(ListenAddress.tcp(host, 3000).url()).isEqualTo(url);
    }
}
