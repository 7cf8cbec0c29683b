package io.baton.master.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The connections that a worker was sent and had not accepted when it died. Conductor thread only. */
final class Unaccepted {

    private Unaccepted() {}

    /**
     * They go to other workers, before all that wait.
     *
     * @return how many there are
     */
    static int redispatch(List<Connection> unaccepted) {
        Map<Dispatcher, List<Connection>> byDispatcher = unaccepted.stream()
                .collect(Collectors.groupingBy(Connection::dispatcher, LinkedHashMap::new, Collectors.toList()));
        byDispatcher.forEach(Dispatcher::takeBack);
        return unaccepted.size();
    }
}
