package io.baton.master.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ThreadDumpTest {

    private static final String DUMP =
            """
            Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

            "main" #1 prio=5 os_prio=0 cpu=151.99ms elapsed=7.22s tid=0x00007fade001a700 nid=0x3695 waiting on condition
               java.lang.Thread.State: WAITING (parking)

            JNI global refs: 7, weak refs: 0

            Heap
             def new generation   total 4928K, used 4203K
              class space    used 879K, committed 960K, reserved 1048576K

            """;

    private final List<String> calls = new ArrayList<>();
    private final ThreadDump dump = new ThreadDump(() -> calls.add("whole"));

    @Test
    void aDumpGoesFromItsFirstLineToTheEmptyLineAfterTheHeap() {
        assertThat(dump.test(bytes("before\n2026-11-21 08:12:12\n" + DUMP + "after\n")))
                .isFalse();
        assertThat(new String(dump.bytes(), UTF_8)).isEqualTo(DUMP);
        assertThat(calls).containsExactly("whole");
    }

    @Test
    void aDumpMayComeInPiecesOfAnySize() {
        for (String line : DUMP.split("(?<=\n)", -1)) {
            if (!line.isEmpty()) {
                assertThat(calls).isEmpty();
                dump.test(bytes(line));
            }
        }
        assertThat(new String(dump.bytes(), UTF_8)).isEqualTo(DUMP);
        assertThat(calls).containsExactly("whole");
    }

    @Test
    void aDumpThatNeverEndsIsKeptAsFarAsItCame() {
        assertThat(dump.hasBegun()).isFalse();
        assertThat(dump.test(bytes("something else\n"))).isTrue();
        assertThat(dump.hasBegun()).isFalse();
        assertThat(dump.test(bytes(DUMP.substring(0, DUMP.indexOf("JNI"))))).isTrue();
        assertThat(dump.hasBegun()).isTrue();
        assertThat(new String(dump.bytes(), UTF_8)).endsWith("WAITING (parking)\n\n");
        assertThat(calls).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
