package io.baton.master.config;

import io.baton.protocol.ListenAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The listeners of one application, from {@code --listen}, or from {@code --port} and {@code --host}. */
public final class ListenerSet {

    /** A platform sets it for every program; that is no word about one with listeners of its own. */
    private static final String CUSTOMARY = "PORT";

    private ListenerSet() {}

    /** None if the operator names none and the application is a program that listens itself. */
    static List<ListenConfig> of(Settings settings, @Nullable Application application, Surroundings surroundings) {
        List<String> texts = settings.given(Keys.LISTEN);
        if (texts != null && !isOverridden(settings)) {
            return named(texts, surroundings);
        }
        boolean programListens = application != null && application.listensItself() && !settings.get(Keys.STICKY);
        boolean named =
                settings.given(Keys.PORT) != null || !settings.get(Keys.HOST).equals(Host.EVERY);
        return programListens && !named ? List.of() : List.of(ListenConfig.of(settings));
    }

    /** Requires that no two are the same. */
    static void requireDifferent(List<ListenConfig> listeners) {
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (ListenConfig listener : listeners) {
            if (!names.add(listener.name())) {
                throw new ConfigException(
                        "listener: " + listener.name() + " (expected: another name, a listener has it)");
            }
            if (listener.port() != 0 && !addresses.add(listener.address().toString())) {
                throw new ConfigException("listen: " + listener.address() + " twice (expected: an address for each)");
            }
        }
    }

    private static List<ListenConfig> named(List<String> texts, Surroundings surroundings) {
        List<ListenConfig> listeners = new ArrayList<>();
        for (String text : texts) {
            int number = listeners.size() + 1;
            String otherwise = number == 1 ? ListenConfig.HTTP : ListenConfig.HTTP + "-" + number;
            listeners.add(ListenText.listener(text, otherwise, surroundings));
        }
        return listeners;
    }

    /** Whether a stronger source names a port or a host instead. */
    private static boolean isOverridden(Settings settings) {
        Source listen = settings.source(Keys.LISTEN);
        boolean overridden = false;
        for (Key<?> key : List.of(Keys.PORT, Keys.HOST)) {
            Source source = settings.source(key);
            if (settings.given(key) == null || source.name().equals(CUSTOMARY)) {
                continue;
            }
            if (source.rank() == listen.rank()) {
                throw new ConfigException(source + ": not with " + listen + ", which names all listeners");
            }
            overridden |= source.isStrongerThan(listen);
        }
        return overridden;
    }

    /**
     * The listeners as a worker's {@code --listen} takes them: {@code NAME=HOST:PORT} or {@code NAME=unix:PATH}.
     *
     * @param bound their addresses, in the same order
     */
    public static List<String> forWorkers(List<ListenConfig> configured, List<ListenAddress> bound) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < configured.size(); i++) {
            ListenAddress address = bound.get(i);
            all.add(configured.get(i).name() + "=" + (address.isPath() ? address.url() : address));
        }
        return List.copyOf(all);
    }
}
