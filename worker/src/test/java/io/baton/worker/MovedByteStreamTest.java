package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.channel.Delivery;
import io.baton.worker.http.Answer;
import io.baton.worker.http.Endpoint;
import io.baton.worker.http.HttpPipeline;
import io.baton.worker.http.Limits;
import io.baton.worker.http.PendingAnswer;
import io.baton.worker.http.Router;
import io.baton.worker.spi.Application;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client of the built-in server receives does not depend on how its connection moves between workers. */
@ExtendWith(OpenSockets.class)
final class MovedByteStreamTest {

    private static final String SCRIPT = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
            + "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
            + "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"
            + "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"
            + "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"
            + "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n";

    /** The answers of {@code /slow} that some worker still owes. */
    private final ArrayDeque<Slow> owed = new ArrayDeque<>();

    private int answers;

    private final class Slow implements PendingAnswer {
        private @Nullable Consumer<Answer> listener;

        @Override
        public void onAnswer(Consumer<Answer> told) {
            listener = told;
            owed.add(this);
        }

        @Override
        public void cancel() {
            owed.remove(this);
        }

        void complete() {
            if (listener != null) {
                listener.accept(Answer.text(HttpResponseStatus.OK, "slow " + ++answers));
            }
        }
    }

    private Application application() {
        Endpoint slow = query -> new Slow();
        Router router = new Router(Map.of("/a", query -> Answer.text(HttpResponseStatus.OK, "a"), "/slow", slow));
        WorkerView worker = new WorkerView(1, 1, WorkerArguments.parse(List.of()), () -> false, reason -> {});
        HttpPipeline pipeline = new HttpPipeline(worker, router, Limits.DEFAULT);
        return new Application() {
            @Override
            public void initialize(Channel channel) {
                pipeline.install(channel);
            }
        };
    }

    /** The bytes of a run without a move. */
    private String expected() throws Exception {
        answers = 0;
        try (Relay relay = new Relay(1, this::application)) {
            relay.send(SCRIPT);
            finish(relay);
            return relay.received();
        }
    }

    private void finish(Relay relay) throws Exception {
        for (int quiet = 0; quiet < 2; quiet++) {
            relay.turn();
            relay.pass();
            Slow next = owed.poll();
            if (next != null) {
                quiet = -1;
                next.complete();
            }
        }
        relay.turn();
        assertThat(relay.broken).isEmpty();
    }

    @Test
    void connectionOfALeavingWorkerMovesAtEveryByte() throws Exception {
        String expected = expected();
        for (int cut = 0; cut <= SCRIPT.length(); cut++) {
            answers = 0;
            try (Relay relay = new Relay(2, this::application)) {
                relay.send(SCRIPT.substring(0, cut));
                relay.turn();
                relay.sites.get(0).exporter().moveAll(() -> {});
                relay.turn();
                relay.send(SCRIPT.substring(cut));
                finish(relay);
                assertThat(relay.received()).as("moved after %s bytes", cut).isEqualTo(expected);
                assertThat(relay.moves()).as("moves after %s bytes", cut).isOne();
                assertThat(relay.at()).isOne();
            }
        }
    }

    @Test
    void connectionThatTheMasterDoesNotTakeIsServedOnAtEveryByte() throws Exception {
        String expected = expected();
        for (Delivery.Outcome outcome : List.of(Delivery.Outcome.REFUSED, Delivery.Outcome.CHANNEL_ENDED)) {
            for (int cut = 0; cut <= SCRIPT.length(); cut++) {
                answers = 0;
                try (Relay relay = new Relay(1, this::application)) {
                    relay.send(SCRIPT.substring(0, cut));
                    relay.turn();
                    relay.sites.get(0).exporter().giveBack(1, 0, (count, why) -> {});
                    relay.send(SCRIPT.substring(cut));
                    relay.turn();
                    relay.refuse(outcome);
                    finish(relay);
                    assertThat(relay.received())
                            .as("%s after %s bytes", outcome, cut)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void byteStreamIsTheSameHoweverTheConnectionMoves() throws Exception {
        String expected = expected();
        int moves = 0;
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            answers = 0;
            try (Relay relay = new Relay(3, this::application)) {
                for (int sent = 0; sent < SCRIPT.length(); ) {
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
                        default -> {
                            Slow next = owed.poll();
                            if (next != null) {
                                next.complete();
                            }
                        }
                    }
                }
                finish(relay);
                assertThat(relay.received()).as("seed %s", seed).isEqualTo(expected);
                moves += relay.moves();
            }
        }
        assertThat(moves).isGreaterThan(300);
    }
}
