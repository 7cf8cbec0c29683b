package io.baton.protocol.channel;

import io.baton.protocol.Message;
import io.baton.protocol.Message.SocketTally;
import io.baton.protocol.Message.SocketTally.Verb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps count of the sockets that one end of a channel gave the other with the key of their server. The end that has
 * the sockets tells the server's end how many are open, and when the last one is closed; without that, a Node server
 * that has given sockets away never completes its close. Each end can be both. Owned by the channel's event loop.
 */
public final class KeyedSockets {

    /** Reported instead of a count when the channel ended before the answer. */
    public static final int UNKNOWN = -1;

    private final Consumer<Message> send;
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final Set<String> tellWhenClosed = new HashSet<>();
    private final Map<String, Queue<IntConsumer>> countsAsked = new HashMap<>();
    private final Map<String, List<Runnable>> closesAsked = new HashMap<>();

    KeyedSockets(Consumer<Message> send) {
        this.send = send;
    }

    /** A socket of this key that the other end had sent is closed here, or was given away. */
    public void closed(String key) {
        open.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
        if (!open.containsKey(key) && tellWhenClosed.remove(key)) {
            send.accept(new SocketTally(Verb.ALL_CLOSED, key, 0));
        }
    }

    /**
     * Asks the other end how many of its sockets of this key are open. A Node process does not answer for a key of
     * which it got no socket, so it is not asked about one.
     *
     * @param whenKnown told the count, or {@link #UNKNOWN} if the channel ends first
     */
    public void count(String key, IntConsumer whenKnown) {
        if (!given.containsKey(key)) {
            whenKnown.accept(0);
            return;
        }
        countsAsked.computeIfAbsent(key, k -> new ArrayDeque<>()).add(whenKnown);
        send.accept(new SocketTally(Verb.GET_COUNT, key, 0));
    }

    /**
     * Asks the other end to say when it has no socket of this key open any more. The end of the channel means the same.
     */
    public void whenAllClosed(String key, Runnable action) {
        if (!given.containsKey(key)) {
            action.run();
            return;
        }
        closesAsked.computeIfAbsent(key, k -> new ArrayList<>()).add(action);
        send.accept(new SocketTally(Verb.NOTIFY_CLOSE, key, 0));
    }

    /**
     * A socket is sent to the other end.
     *
     * @param key its server's key; null if it has none
     * @param delivery hears the outcome
     * @return hears the outcome instead, and passes it on
     */
    Delivery given(@Nullable String key, Delivery delivery) {
        if (key == null) {
            return delivery;
        }
        given.merge(key, 1, Integer::sum);
        return outcome -> {
            if (outcome == Delivery.Outcome.REFUSED) {
                refused(key);
            }
            delivery.ended(outcome);
        };
    }

    /** The other end sent a socket of this key. */
    void arrived(String key) {
        open.merge(key, 1, Integer::sum);
    }

    /** The other end asks or answers. */
    void heard(SocketTally tally) {
        String key = tally.key();
        switch (tally.verb()) {
            case GET_COUNT -> send.accept(new SocketTally(Verb.COUNT, key, open.getOrDefault(key, 0)));
            case NOTIFY_CLOSE -> {
                if (open.containsKey(key)) {
                    tellWhenClosed.add(key);
                } else {
                    send.accept(new SocketTally(Verb.ALL_CLOSED, key, 0));
                }
            }
            case COUNT -> {
                IntConsumer asked =
                        countsAsked.getOrDefault(key, new ArrayDeque<>()).poll();
                if (asked != null) {
                    asked.accept(tally.count());
                }
            }
            case ALL_CLOSED -> tellClosed(key);
        }
    }

    /** Whether neither end has a socket of the other's, and no question is open. */
    boolean isIdle() {
        return open.isEmpty() && given.isEmpty() && countsAsked.isEmpty() && closesAsked.isEmpty();
    }

    /** The channel has ended. */
    void end() {
        new ArrayList<>(countsAsked.values()).forEach(asked -> asked.forEach(one -> one.accept(UNKNOWN)));
        countsAsked.clear();
        Set.copyOf(closesAsked.keySet()).forEach(this::tellClosed);
    }

    private void refused(String key) {
        given.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
        if (!given.containsKey(key)) {
            countsAsked.getOrDefault(key, new ArrayDeque<>()).forEach(asked -> asked.accept(0));
            countsAsked.remove(key);
            tellClosed(key);
        }
    }

    private void tellClosed(String key) {
        List<Runnable> asked = closesAsked.remove(key);
        if (asked != null) {
            asked.forEach(Runnable::run);
        }
    }
}
