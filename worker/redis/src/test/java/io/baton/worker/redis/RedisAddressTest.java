package io.baton.worker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {

    @ParameterizedTest
    @CsvSource({
        "redis://cache, redis://cache:6379, 2000",
        "redis://cache:7000/3, redis://cache:7000/3, 2000",
        "redis://:secret@cache?timeout=500ms, redis://cache:6379, 500",
        "redis://ann:secret@10.0.0.1:7000/0?timeout=5s, redis://10.0.0.1:7000, 5000",
        "rediss://ann:sec%40ret@cache?verifyPeer=CA&timeout=1s, rediss://cache:6379, 1000",
        "redis://[::1]:7000, redis://[::1]:7000, 2000",
    })
    void anAddressIsShownWithoutItsPassword(String text, String shown, long timeoutMillis) {
        RedisAddress address = RedisAddress.parse(text);
        assertThat(address.shown()).isEqualTo(shown);
        assertThat(address.timeout()).isEqualTo(Duration.ofMillis(timeoutMillis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis",
                "redis://",
                "redis://:secret@",
                "http://ann:secret@cache",
                "redis://ann:secret@ca che",
                "redis://ann:secret@cache:port",
                "redis://ann:secret@cache:99999",
                "redis://ann:secret@cache/database",
                "redis://ann:secret@cache?timeout=0s",
                "redis://ann:secret@cache?timeout=11m",
                "redis://ann:secret@cache?timeout=-1s",
                "redis://ann:secret@cache?timeout=soon",
                "redis-sentinel://ann:secret@one,two/0#primary",
                "redis-socket:///run/redis.sock",
            })
    void whatIsNoAddressIsRefusedWithoutItsPassword(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.parse(text))
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).contains("(expected: ").doesNotContain("secret"))
                .withNoCause();
    }

    @Test
    void itsSchemesAreThoseOfRedis() {
        RedisBackend backend = new RedisBackend();
        assertThat(backend.knows("redis")).isTrue();
        assertThat(backend.knows("rediss")).isTrue();
        assertThat(backend.knows("redis-socket")).isFalse();
        assertThat(backend.knows("http")).isFalse();
    }
}
