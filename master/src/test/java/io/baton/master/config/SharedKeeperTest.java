package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedKeeperTest {

    private final SharedKeeper syntax = new SharedKeeper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "master",
                "off",
                "redis://db",
                "rediss://user:secret@db:6380/2?timeout=1s&verifyPeer=NONE",
                "redis://[::1]/"
            })
    void aKeeperIsTheMasterNoneOrAServer(String text) {
        assertThat(syntax.parse(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "on",
                "redis",
                "redis://",
                "http://db",
                "redis://user:secret@",
                "redis://user:secret@a b",
                "redis://user:secret@db:65536",
                "redis://:secret@db:0",
                "redis://db/shop",
                "redis://db?timeout=x",
                "redis://db?"
            })
    void anythingElseIsRefusedWithoutItsPassword(String text) {
        assertThatThrownBy(() -> syntax.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "(expected: master, off, or redis://[[user]:password@]host[:port][/database][?timeout=2s],"
                                + " with TLS rediss://)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void noPageShowsThePassword() {
        assertThat(syntax.show("rediss://user:secret@db:6380")).isEqualTo("rediss://***@db:6380");
        assertThat(syntax.show("redis://db")).isEqualTo("redis://db");
        assertThat(new SharedConfig("redis://:secret@db", 1 << 20).toString()).doesNotContain("secret");
    }
}
