package io.baton.master.listen;

import io.baton.master.carried.CarriedListener;
import io.baton.master.dispatch.Return;
import io.baton.master.fetch.Entrance;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.SocketKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The sockets of one group by key, and which workers serve them. Conductor thread only. */
final class ServedSockets {

    private final Map<String, Served> byKey = new LinkedHashMap<>();

    /** The socket of this key; null if there is none. */
    @Nullable
    Served get(String key) {
        return byKey.get(key);
    }

    void put(String key, Served opened) {
        byKey.put(key, opened);
    }

    Collection<Served> all() {
        return byKey.values();
    }

    /** Whether the worker serves any. */
    boolean isServing(Peer worker) {
        return byKey.values().stream().anyMatch(it -> it.isServedBy(worker));
    }

    /** As {@link Listeners#entrance}. */
    @Nullable
    Entrance entrance(Peer worker, boolean leaves) {
        Entrance first = null;
        for (Served it : byKey.values()) {
            if ((leaves ? it.wasServedBy(worker) : it.isServedBy(worker)) && (first == null || it.isOperators())) {
                Entrance found = it.endpoint().entrance();
                if (found != null && it.isOperators()) {
                    return found;
                }
                first = first == null ? found : first;
            }
        }
        return first;
    }

    /** Where clients find those that the operator named. */
    List<String> operatorsUrls() {
        return byKey.values().stream()
                .filter(Served::isOperators)
                .map(it -> it.endpoint().address().url())
                .toList();
    }

    List<ListenerSnapshot> snapshot() {
        return byKey.values().stream().map(Served::snapshot).toList();
    }

    /** All of them, for the next image of this master. */
    List<CarriedListener> carried(ToIntFunction<Peer> pid) {
        List<CarriedListener> carried = new ArrayList<>();
        byKey.forEach((key, it) -> carried.add(it.carried(key, pid)));
        return carried;
    }

    /** Removes those that no worker serves, nor will. */
    List<Served> takeUnused() {
        List<Served> unused = byKey.values().stream().filter(Served::isUnused).toList();
        byKey.values().removeIf(Served::isUnused);
        return unused;
    }

    /** As {@link Listeners#dismiss}. */
    void dismiss(Peer worker) {
        for (Served it : byKey.values()) {
            it.leave(worker);
            it.endpoint().dismiss(worker);
        }
    }

    /** As {@link Listeners#dead}. */
    void dead(Peer worker) {
        for (Served it : byKey.values()) {
            it.lose(worker);
            it.forget(worker);
        }
    }

    /**
     * Listens no more, and hands over the connections that wait.
     *
     * @param whenEmpty called once, when no connection waits any more
     */
    void closeAndEmpty(Runnable whenEmpty) {
        List<Endpoint> all = byKey.values().stream().map(Served::endpoint).toList();
        all.forEach(Endpoint::close);
        int[] left = {all.size() + 1};
        Runnable oneEmpty = () -> {
            left[0]--;
            if (left[0] == 0) {
                whenEmpty.run();
            }
        };
        all.forEach(endpoint -> endpoint.empty(oneEmpty));
        oneEmpty.run();
    }

    /** As {@link Listeners#returned}. */
    boolean returned(Peer worker, String key, Fd connection, Return given) {
        Served it = byKey.get(key);
        return it != null
                && it.wasServedBy(worker)
                && SocketKind.isUnixDomain(connection)
                        == it.endpoint().address().isPath()
                && it.endpoint().takeBack(connection, given);
    }
}
