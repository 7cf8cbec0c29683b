package io.baton.master.carried;

import io.baton.master.snapshot.MovedSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket that workers serve.
 *
 * @param key its name on the wire
 * @param socket its descriptor
 * @param host as in {@code io.baton.protocol.ListenAddress}
 * @param port as there
 * @param addressType as there
 * @param reachable whether clients that connect to its path reach it
 * @param operators whether the operator named it
 * @param data what the first worker that asked for it said for all; null for nothing
 * @param successorsMissing how many workers served it and have no successor yet
 * @param workers the pids of those that serve it
 * @param known the pids of those that serve it or did, and live
 * @param held the connections that wait for a worker, the oldest first
 * @param moved how many connections went from one worker to another
 */
public record CarriedListener(
        String key,
        int socket,
        @Nullable String host,
        int port,
        String addressType,
        boolean reachable,
        boolean operators,
        @Nullable String data,
        int successorsMissing,
        List<Integer> workers,
        List<Integer> known,
        List<CarriedConnection> held,
        @Nullable MovedSnapshot moved) {

    /** The numbers of its descriptors that must survive. */
    void addDescriptorsTo(List<Integer> numbers) {
        numbers.add(socket);
        held.forEach(connection -> numbers.add(connection.socket()));
    }
}
