package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.Event;
import io.baton.protocol.message.ValueCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The events of a master, from its first one on, as its control socket tells them. A thread of its own reads them. */
final class MasterEvents {

    private static final Map<String, Class<? extends Record>> TYPES = types();

    private final List<Event> events = new ArrayList<>();
    private boolean ended;

    private MasterEvents() {}

    /** Begins to read the answers to a request for events. */
    static MasterEvents of(BufferedReader answers) {
        MasterEvents events = new MasterEvents();
        Thread reader = new Thread(() -> events.read(answers), "master-events");
        reader.setDaemon(true);
        reader.start();
        return events;
    }

    /** Waits for the n-th event of this type that fits; fails at the end of the master. */
    synchronized <E extends Event> E await(Class<E> type, Predicate<? super E> fits, int n, long limitMs) {
        long deadline = System.nanoTime() + limitMs * 1_000_000;
        while (fitting(type, fits).size() < n) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            assertThat(leftMs > 0 && !ended)
                    .as("event %d of type %s; events so far: %s", n, type.getSimpleName(), texts())
                    .isTrue();
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return fitting(type, fits).get(n - 1);
    }

    /** The events of this type, when the connection has ended. */
    synchronized <E extends Event> List<E> untilTheEnd(Class<E> type, long limitMs) {
        long deadline = System.nanoTime() + limitMs * 1_000_000;
        while (!ended) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            assertThat(leftMs).as("time left until the connection ends").isPositive();
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return soFar(type);
    }

    /** The events of this type so far. */
    synchronized <E extends Event> List<E> soFar(Class<E> type) {
        return fitting(type, event -> true);
    }

    private <E extends Event> List<E> fitting(Class<E> type, Predicate<? super E> fits) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(fits)
                .toList();
    }

    private List<String> texts() {
        return events.stream().map(Event::text).toList();
    }

    private void read(BufferedReader answers) {
        try (answers) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                add(event(line));
            }
        } catch (IOException e) {
            // The master was killed.
        } finally {
            end();
        }
    }

    private synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The record that the line tells of. */
    static Event event(String line) {
        Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(ValueCodec.decode(line));
        Object type = answer.get("type");
        Class<? extends Record> record = TYPES.get(type);
        assertThat(record).as("type of %s", line).isNotNull();
        return (Event) ValueCodec.record(answer.get("event"), Objects.requireNonNull(record));
    }

    private static Map<String, Class<? extends Record>> types() {
        Map<String, Class<? extends Record>> types = new HashMap<>();
        collect(Event.class, types);
        return types;
    }

    private static void collect(Class<?> type, Map<String, Class<? extends Record>> types) {
        if (type.isRecord()) {
            Class<? extends Record> record = type.asSubclass(Record.class);
            types.put(blank(record).type(), record);
        } else {
            Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> collect(permitted, types));
        }
    }

    /** An event of this kind without content, which has its type all the same. */
    private static Event blank(Class<? extends Record> record) {
        Constructor<?> constructor = record.getDeclaredConstructors()[0];
        Object[] nothing = Arrays.stream(constructor.getParameterTypes())
                .map(type -> Array.get(Array.newInstance(type, 1), 0))
                .toArray();
        try {
            return (Event) constructor.newInstance(nothing);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
