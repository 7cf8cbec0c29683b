package io.baton.master.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The connections that a worker was sent and had not accepted when it died. Conductor thread only. */
final class Unaccepted {

    private Unaccepted() {}

    /**
     * They go to other workers, before all that wait. A connection of the master's own ends.
     *
     * @return how many of them are of clients
     */
    static int redispatch(List<Connection> unaccepted) {
        Map<Source, List<Connection>> bySource = unaccepted.stream()
                .collect(Collectors.groupingBy(Connection::source, LinkedHashMap::new, Collectors.toList()));
        int ofClients = (int) unaccepted.stream().filter(Connection::isOfClient).count();
        bySource.forEach(Source::takeBack);
        return ofClients;
    }
}
