package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.baton.protocol.HotLine;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A worker with several listeners makes no object for a connection, as a worker with one. */
final class KnownListenersTest {

    private static final int LINES = 200_000;

    private final KnownListeners known = new KnownListeners();

    @Test
    void lineOfEachKnownListenerIsRecognisedAndTellsItsOwnKey() {
        known.add("null:3000:4:undefined");
        known.add("::1:9000:6:undefined");
        for (int seq = 1; seq < 9; seq++) {
            String key = seq % 3 == 0 ? "::1:9000:6:undefined" : "null:3000:4:undefined";
            assertThat(recognised(key, seq)).isEqualTo(seq);
            assertThat(known.last()).isEqualTo(key);
        }
    }

    @Test
    void keyThatBeginsOrEndsLikeAnotherIsNotMistakenForIt() {
        known.add("null:0:4:undefined:1");
        assertThat(recognised("null:0:4:undefined:11", 1)).isEqualTo(-1);
        assertThat(recognised("1null:0:4:undefined:1", 1)).isEqualTo(-1);
        known.add("null:0:4:undefined:11");
        assertThat(recognised("null:0:4:undefined:1", 1)).isOne();
        assertThat(known.last()).isEqualTo("null:0:4:undefined:1");
    }

    @Test
    void keyOfAListenerStaysTheSameObjectWhenTheCodecReadsItAgain() {
        known.add("a");
        String a = known.last();
        known.add("b");
        known.add(String.valueOf(new char[] {'a'}));
        assertThat(known.last()).isSameAs(a);
    }

    @Test
    void listenerUnusedForLongestIsForgottenFirst() {
        known.add("first");
        for (int i = 1; i < KnownListeners.MOST; i++) {
            known.add("other " + i);
        }
        assertThat(recognised("first", 1)).isOne();
        known.add("one more");
        assertThat(recognised("first", 2)).isEqualTo(2);
        assertThat(recognised("other 1", 3)).isEqualTo(-1);
        assertThat(recognised("one more", 4)).isEqualTo(4);
    }

    @Test
    void connectionsOfSeveralListenersInTurnMakeNoObject() {
        ByteBuffer[] lines = new ByteBuffer[3];
        for (int i = 0; i < lines.length; i++) {
            known.add("null:300" + i + ":4:undefined");
            lines[i] = line("null:300" + i + ":4:undefined", 1);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = recogniseAll(lines);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += recogniseAll(lines);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isEqualTo(2L * LINES);
        assertThat(bytes).as("bytes for %d lines", LINES).isLessThan(LINES);
    }

    private long recogniseAll(ByteBuffer[] lines) {
        long sum = 0;
        for (int i = 0; i < LINES; i++) {
            sum += known.newConnection(lines[i % 3], 0, lines[i % 3].limit());
        }
        return sum;
    }

    private long recognised(String key, long seq) {
        ByteBuffer line = line(key, seq);
        return known.newConnection(line, 0, line.limit());
    }

    /** A line without its end, as the framer passes it on. */
    private static ByteBuffer line(String key, long seq) {
        ByteBuffer line = ByteBuffer.allocateDirect(HotLine.maxLength(key.length()));
        HotLine.putNewConnection(line, HotLine.newConnectionPrefix(key), seq);
        return line.limit(line.position() - 1).position(0);
    }
}
