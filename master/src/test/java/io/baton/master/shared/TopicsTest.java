package io.baton.master.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopicsTest {

    private static final int MB = 1 << 20;
    private static final byte[] NOTHING = {};

    private final Topics topics = new Topics();
    private int told;

    @Test
    void allThatHearATopicAreTold() {
        Heard one = heard();
        Heard other = heard();
        one.add("news");
        one.add("news");
        other.add("news");
        other.add("weather");
        assertThat(one.size()).isOne();
        assertThat(topics.publish("news", NOTHING, NOTHING)).isEqualTo(2);
        assertThat(topics.publish("weather", NOTHING, NOTHING)).isOne();
        assertThat(told).isEqualTo(3);
        one.remove("weather");
        one.remove("news");
        other.end();
        assertThat(topics.publish("news", NOTHING, NOTHING)).isZero();
        assertThat(topics.publish("weather", NOTHING, NOTHING)).isZero();
    }

    @Test
    void aConnectionHearsManyTopicsButNotAnyNumber() {
        Heard one = heard();
        assertThatThrownBy(() -> fill(one, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SUBSCRIBE: " + one.size() + " topics of ")
                .hasMessageEndingWith(
                        " bytes are heard already (expected: at most 262144 bytes, with 192 for each beside its name)");
        assertThat(one.size()).isGreaterThan(1000);
        one.remove("topic 7");
        one.add("topic x");
    }

    @Test
    void allConnectionsTogetherHearTopicsOfAFewMegabytes() {
        List<Heard> all = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        Heard next = heard();
                        all.add(next);
                        for (int topic = 0; topic < 1000; topic++) {
                            next.add("topic " + i + " " + topic);
                        }
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "SUBSCRIBE: all workers of the application hear topics of \\d+ bytes already \\(expected: at most 8388608\\)");
        assertThat(all).hasSizeGreaterThan(30);
        all.get(0).end();
        heard().add("topic");
    }

    @Test
    void theMoreConnectionsHearTheLessEachMayHaveUnread() {
        assertThat(topics.mostUnread()).isEqualTo(MB);
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Heard next = heard();
            next.add("news");
            next.add("weather");
            all.add(next);
            if (i < 8) {
                assertThat(topics.mostUnread()).isEqualTo(MB);
            }
        }
        assertThat(topics.mostUnread()).isEqualTo(8 * MB / 64);
        all.forEach(Heard::end);
        assertThat(topics.mostUnread()).isEqualTo(MB);
    }

    private Heard heard() {
        return new Heard(topics, (topic, message) -> told++);
    }

    private static void fill(Heard heard, int from) {
        for (int i = from; i < 100_000; i++) {
            heard.add("topic " + i);
        }
    }
}
