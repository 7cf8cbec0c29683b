package io.baton.master.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyHashTest {

    /** The secret of the vectors of its authors: the bytes from 0 to 15. */
    private final KeyHash hash = new KeyHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** Computed by another implementation, which gives the authors' vectors of SipHash-2-4. */
    @Test
    void itIsSipHash() {
        assertThat(hash.of(upTo(0))).isEqualTo(0xabac0158050fc4dcL);
        assertThat(hash.of(upTo(7))).isEqualTo(0xd3927d989bb11140L);
        assertThat(hash.of(upTo(8))).isEqualTo(0x369095118d299a8eL);
        assertThat(hash.of(upTo(15))).isEqualTo(0xd320d86d2a519956L);
        assertThat(hash.of(upTo(63))).isEqualTo(0x9d199062b7bbb3a8L);
    }

    @Test
    void eachSecretGivesOtherHashesAndEachByteCounts() {
        assertThat(KeyHash.random().of(upTo(9))).isNotEqualTo(KeyHash.random().of(upTo(9)));
        Set<Long> hashes = new HashSet<>();
        for (int length = 0; length <= 40; length++) {
            hashes.add(hash.of(upTo(length)));
            for (int i = 0; i < length; i++) {
                byte[] changed = upTo(length);
                changed[i] ^= (byte) 0x80;
                hashes.add(hash.of(changed));
            }
        }
        assertThat(hashes).hasSize(41 + 40 * 41 / 2);
    }

    private static byte[] upTo(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
