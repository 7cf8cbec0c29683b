package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SystemTextTest {

    @Test
    void utf8IsDecodedAsUtf8() {
        for (String text : List.of("", "plain", "Grüße", "\uD83D\uDE00 four bytes", "\uFFFD itself", "\u0800\uFFFF")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(SystemText.decode(bytes)).isEqualTo(text);
            assertThat(SystemText.encode(text)).isEqualTo(bytes);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreEncodedToTheSameBytes() {
        assertThat(SystemText.decode(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\uDCFFb");
        comesBack(0xff, 0xfe);
        comesBack('G', 'r', 0xfc, 0xdf, 'e');
        // An overlong sequence, a surrogate, a number above the last character, a sequence that is cut off.
        comesBack(0xc0, 0x80);
        comesBack(0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80);
        comesBack(0xf4, 0x90, 0x80, 0x80);
        comesBack(0xc3, 0xbc, 0xc3);
        comesBack(0xf0, 0x9f, 0x98, 0x80, 0xff, 0xef, 0xbf, 0xbd);
    }

    @Test
    void anyBytesAreEncodedToTheSameBytes() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            int[] bytes = random.ints(random.nextInt(8), 0, 256).toArray();
            comesBack(bytes);
        }
    }

    @Test
    void variablesAreNamedUpToTheFirstEqualsSignAndTheFirstOfANameCounts() {
        assertThat(OwnStart.variables(List.of("A=1=2", "EMPTY=", "A=3", "=hidden=x", "nothing")))
                .isEqualTo(Map.of("A", "1=2", "EMPTY", "", "=hidden", "x"));
    }

    private static void comesBack(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        assertThat(SystemText.encode(SystemText.decode(bytes))).isEqualTo(bytes);
    }
}
