package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Message;
import io.baton.protocol.Message.SocketTally;
import io.baton.protocol.Message.SocketTally.Verb;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.Delivery.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedSocketsTest {

    private static final String A = "4:127.0.0.1:0";
    private static final String B = "6::::80";

    private final List<Message> sent = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final KeyedSockets sockets = new KeyedSockets(sent::add);

    @Test
    void holderTellsHowManySocketsOfAKeyAreOpen() {
        sockets.arrived(A);
        sockets.arrived(A);
        sockets.arrived(B);
        sockets.closed(A);
        ask(Verb.GET_COUNT, A);
        ask(Verb.GET_COUNT, B);
        ask(Verb.GET_COUNT, "never heard of");

        assertThat(sent).containsExactly(count(A, 1), count(B, 1), count("never heard of", 0));
    }

    @Test
    void holderTellsOnceThatItsLastSocketOfAKeyIsClosed() {
        sockets.arrived(A);
        sockets.arrived(A);
        sockets.arrived(B);
        ask(Verb.NOTIFY_CLOSE, A);
        ask(Verb.NOTIFY_CLOSE, A);
        sockets.closed(A);
        assertThat(sent).isEmpty();
        sockets.closed(A);
        assertThat(sent).containsExactly(closed(A));
        sockets.arrived(A);
        sockets.closed(A);
        assertThat(sent).containsExactly(closed(A));
    }

    @Test
    void holderOfNoSocketTellsAtOnceThatAllAreClosed() {
        ask(Verb.NOTIFY_CLOSE, A);
        sockets.arrived(A);
        sockets.closed(A);
        ask(Verb.NOTIFY_CLOSE, A);

        assertThat(sent).containsExactly(closed(A), closed(A));
    }

    @Test
    void socketThatIsClosedTwiceIsCountedOnce() {
        sockets.arrived(A);
        sockets.closed(A);
        sockets.closed(A);
        sockets.arrived(A);
        ask(Verb.GET_COUNT, A);

        assertThat(sent).containsExactly(count(A, 1));
    }

    @Test
    void eachQuestionGetsItsAnswerInOrder() {
        give(A);
        give(B);
        List<String> heard = new ArrayList<>();
        sockets.count(A, n -> heard.add("first " + n));
        sockets.count(A, n -> heard.add("second " + n));
        sockets.count(B, n -> heard.add("other " + n));
        assertThat(sent).containsExactly(question(A), question(A), question(B));
        sockets.heard(count(B, 7));
        sockets.heard(count(A, 1));
        sockets.heard(count(A, 2));
        sockets.heard(count(A, 3));

        assertThat(heard).containsExactly("other 7", "first 1", "second 2");
    }

    @Test
    void everyQuestionHearsThatAllAreClosed() {
        give(A);
        List<String> heard = new ArrayList<>();
        sockets.whenAllClosed(A, () -> heard.add("first"));
        sockets.whenAllClosed(A, () -> heard.add("second"));
        sockets.heard(closed(B));
        assertThat(heard).isEmpty();
        sockets.heard(closed(A));
        sockets.heard(closed(A));

        assertThat(heard).containsExactly("first", "second");
    }

    @Test
    void endOfTheChannelAnswersEveryQuestion() {
        give(A);
        List<String> heard = new ArrayList<>();
        sockets.count(A, n -> heard.add("count " + n));
        sockets.whenAllClosed(A, () -> heard.add("closed"));
        sockets.end();
        sockets.end();

        assertThat(heard).containsExactly("count " + KeyedSockets.UNKNOWN, "closed");
    }

    /** Node has no list of such sockets and would never answer. */
    @Test
    void nodePeerIsNotAskedForSocketsThatItNeverGot() throws ProtocolException {
        List<String> heard = new ArrayList<>();
        sockets.count(A, n -> heard.add("count " + n));
        sockets.whenAllClosed(A, () -> heard.add("closed"));
        assertThat(sent).isEmpty();
        assertThat(heard).containsExactly("count 0", "closed");

        heard.clear();
        Delivery delivery = give(A);
        sockets.count(A, n -> heard.add("count " + n));
        sockets.whenAllClosed(A, () -> heard.add("closed"));
        assertThat(heard).as("asked").isEmpty();
        delivery.ended(Outcome.REFUSED);
        assertThat(heard).containsExactly("count 0", "closed");
        assertThat(outcomes).containsExactly(Outcome.REFUSED);
    }

    private Delivery give(String key) {
        return sockets.given(key, outcomes::add);
    }

    private void ask(Verb verb, String key) {
        sockets.heard(new SocketTally(verb, key, 0));
    }

    private static SocketTally question(String key) {
        return new SocketTally(Verb.GET_COUNT, key, 0);
    }

    private static SocketTally count(String key, int count) {
        return new SocketTally(Verb.COUNT, key, count);
    }

    private static SocketTally closed(String key) {
        return new SocketTally(Verb.ALL_CLOSED, key, 0);
    }
}
