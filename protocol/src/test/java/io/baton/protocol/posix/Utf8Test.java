package io.baton.protocol.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "äöü", "a€b€", "😀x😀", "aä€😀"})
    void noCharacterIsCutAndEachThatFitsIsKeptWhereverTheLimitIs(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int most = 0;
        for (int limit = 0; limit <= bytes.length; limit++) {
            int characters = text.codePointCount(0, text.length());
            for (int n = 0; n <= characters; n++) {
                String beginning = text.substring(0, text.offsetByCodePoints(0, n));
                int length = beginning.getBytes(UTF_8).length;
                most = length <= limit ? Math.max(most, length) : most;
            }
            assertThat(Utf8.cut(bytes, 0, limit)).as("limit %s", limit).isEqualTo(most);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreCutAtTheLimit() {
        byte[] bytes = {'a', (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0xFF, 'b'};
        for (int limit = 0; limit <= bytes.length; limit++) {
            assertThat(Utf8.cut(bytes, 0, limit)).isEqualTo(limit);
        }
        assertThat(Utf8.cut(bytes, 3, 4)).isEqualTo(4);
    }
}
