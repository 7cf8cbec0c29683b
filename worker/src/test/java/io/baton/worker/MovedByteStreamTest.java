package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.channel.Delivery;
import io.baton.worker.ServedScript.Server;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client receives does not depend on how its connection moves between workers. */
@ExtendWith(OpenSockets.class)
final class MovedByteStreamTest {

    private static final String SCRIPT = ServedScript.TEXT;
    private static final int SEEDS = 100;

    @ParameterizedTest
    @EnumSource
    void connectionOfALeavingWorkerMovesAtEveryByte(Server server) throws Exception {
        String expected = unmoved(server);
        for (int cut = 0; cut <= SCRIPT.length(); cut++) {
            ServedScript script = new ServedScript(server);
            try (Relay relay = new Relay(2, script::application)) {
                relay.send(SCRIPT.substring(0, cut));
                relay.turn();
                relay.sites.get(0).exporter().moveAll(() -> {});
                relay.turn();
                relay.send(SCRIPT.substring(cut));
                finish(relay, script);
                assertThat(relay.received()).as("moved after %s bytes", cut).isEqualTo(expected);
                assertThat(relay.moves()).as("moves after %s bytes", cut).isOne();
                assertThat(relay.at()).isOne();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionThatTheMasterDoesNotTakeIsServedOn(Server server) throws Exception {
        String expected = unmoved(server);
        for (int cut = 0; cut <= SCRIPT.length(); cut += 3) {
            ServedScript script = new ServedScript(server);
            try (Relay relay = new Relay(1, script::application)) {
                relay.send(SCRIPT.substring(0, cut));
                relay.turn();
                relay.sites.get(0).exporter().giveBack(1, 0, (count, why) -> {});
                relay.send(SCRIPT.substring(cut));
                relay.turn();
                relay.refuse(cut % 2 == 0 ? Delivery.Outcome.REFUSED : Delivery.Outcome.CHANNEL_ENDED);
                finish(relay, script);
                assertThat(relay.received()).as("refused after %s bytes", cut).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void byteStreamIsTheSameHoweverTheConnectionMoves(Server server) throws Exception {
        String expected = unmoved(server);
        int moves = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            ServedScript script = new ServedScript(server);
            try (Relay relay = new Relay(3, script::application)) {
                play(new Random(seed), relay, script);
                finish(relay, script);
                assertThat(relay.received()).as("seed %s", seed).isEqualTo(expected);
                moves += relay.moves();
            }
        }
        assertThat(moves).isGreaterThan(SEEDS);
    }

    /** Sends the script in pieces of any size, while workers answer and the connection moves when it can. */
    private static void play(Random random, Relay relay, ServedScript script) throws Exception {
        int sent = 0;
        while (sent < SCRIPT.length()) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    int end = Math.min(SCRIPT.length(), sent + 1 + random.nextInt(60));
                    relay.send(SCRIPT.substring(sent, end));
                    sent = end;
                }
                case 2 -> relay.turn();
                case 3 -> {
                    if (relay.at() >= 0) {
                        relay.sites.get(relay.at()).exporter().giveBack(1, 0, (count, why) -> {});
                    }
                }
                case 4 -> relay.pass();
                default -> script.answerNext();
            }
        }
    }

    /** The bytes that a client receives whose connection stays where it is. */
    private static String unmoved(Server server) throws Exception {
        ServedScript script = new ServedScript(server);
        try (Relay relay = new Relay(1, script::application)) {
            relay.send(SCRIPT);
            finish(relay, script);
            String received = relay.received();
            assertThat(received).contains("slow 1", "slow 2", "404 Not Found").doesNotContain("FIN", "RST");
            return received;
        }
    }

    private static void finish(Relay relay, ServedScript script) throws Exception {
        for (int quiet = 0; quiet < 2; quiet++) {
            relay.turn();
            relay.pass();
            if (script.answerNext()) {
                quiet = -1;
            }
        }
        relay.turn();
        assertThat(relay.broken).isEmpty();
    }
}
