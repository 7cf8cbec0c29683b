package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.TaggedSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * Records a channel's reports, one text for each event. A handle is named by the number that waits on it
 * ({@link TaggedSocket}) and closed. Written by the event loop, read by the test.
 */
final class Heard implements ChannelListener {

    private static final int LONGEST = 200;

    /** Acts on the event loop after an event was recorded. */
    interface Reaction {
        void to(String event) throws ProtocolException;
    }

    /** Looks at a received handle, on the event loop. */
    interface Receiver {
        void look(@Nullable Fd handle) throws IOException;

        /** Looks at the handle and ignores every failure. */
        default void take(@Nullable Fd handle) {
            try {
                look(handle);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final List<String> events = new ArrayList<>();
    private volatile @Nullable Receiver receiver;
    private volatile Reaction reaction = event -> {};
    private volatile Runnable whenWritten = () -> {};
    private volatile int readCompletes;
    private volatile int writesDones;

    @Override
    public void acknowledged(boolean taken) throws ProtocolException {
        note(taken ? "ack" : "nack");
    }

    @Override
    public void accepted(long ack, boolean accepted) throws ProtocolException {
        note((accepted ? "accepted " : "refused ") + ack);
    }

    @Override
    public void newConnection(String key, long seq, @Nullable Fd connection) throws ProtocolException {
        note("newconn " + key + " " + seq + " " + name(connection));
    }

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) throws ProtocolException {
        String content = message.content() instanceof Message.User user
                ? user.json()
                : message.content().toString();
        Receiver looking = receiver;
        if (looking != null) {
            looking.take(handle);
            if (handle != null) {
                handle.close();
            }
            return;
        }
        note("handle " + shortened(content) + " " + name(handle));
    }

    @Override
    public void message(Message message) throws ProtocolException {
        note(shortened(message instanceof Message.User user ? user.json() : message.toString()));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop writes.
    public void readComplete() {
        readCompletes++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop writes.
    public void writesDone() {
        writesDones++;
        whenWritten.run();
    }

    @Override
    public void closed(ChannelEnd end) {
        noteSafely("closed: " + end.reason() + (end.peersFault() ? " (peer's fault)" : ""));
    }

    /** Shows received handles to this receiver and closes them, instead of reading their numbers. */
    void receiveHandlesWith(Receiver next) {
        receiver = next;
    }

    void reactWith(Reaction next) {
        reaction = next;
    }

    /** Runs this on the event loop whenever everything is written. */
    void whenWritten(Runnable action) {
        whenWritten = action;
    }

    /** How many times everything was written. */
    int writesDones() {
        return writesDones;
    }

    /** Waits until everything was written more than so many times. */
    void awaitWritesDoneAfter(int times) {
        untilAsserted(() -> assertThat(writesDones).isGreaterThan(times));
    }

    int readCompletes() {
        return readCompletes;
    }

    List<String> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Waits until exactly these events were recorded. */
    void awaitExactly(List<String> expected) {
        untilAsserted(() -> assertThat(events()).isEqualTo(expected));
    }

    /** Waits until exactly these events were recorded. */
    void awaitExactly(String... expected) {
        awaitExactly(List.of(expected));
    }

    /** Waits until so many wake-ups were read to their end. */
    void awaitReadCompletes(int atLeast) {
        untilAsserted(() -> assertThat(readCompletes).isGreaterThanOrEqualTo(atLeast));
    }

    /** Waits until this event was recorded. */
    void awaitEvent(String event) {
        untilAsserted(() -> assertThat(events()).contains(event));
    }

    /** Waits until the last recorded event begins with this. */
    void awaitLast(String beginning) {
        untilAsserted(() -> assertThat(events()).last().asString().startsWith(beginning));
    }

    /** A long text as its beginning and its length. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, 40) + "... " + text.length();
    }

    /** Records an event that another channel of the same stream has reported. */
    void repeat(String event) throws ProtocolException {
        note(event);
    }

    private static String name(@Nullable Fd handle) {
        return handle == null ? "lost" : "#" + TaggedSocket.tagOf(handle);
    }

    private void note(String event) throws ProtocolException {
        synchronized (events) {
            events.add(event);
        }
        reaction.to(event);
    }

    private void noteSafely(String event) {
        try {
            note(event);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the assertion holds. */
    static void untilAsserted(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(10))
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(assertion);
    }
}
