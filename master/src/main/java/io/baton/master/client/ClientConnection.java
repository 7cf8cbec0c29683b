package io.baton.master.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection of a worker.
 *
 * @param app the name of the worker's application
 * @param slot the worker's number in it
 * @param pid the worker's process
 * @param id the connection's number in the worker
 * @param peer the client's address; empty if it has none
 * @param ageMs since it was accepted, by whichever worker
 * @param requests that were answered, by whichever worker
 * @param idleMs 0 while a request is being read or answered
 * @param obstacle why it cannot go to another worker; empty if it can
 */
public record ClientConnection(
        String app, int slot, int pid, long id, String peer, long ageMs, long requests, long idleMs, String obstacle) {

    /** What {@code move} calls it, as {@code api:2#17}. */
    public String name() {
        return app + ":" + slot + "#" + id;
    }

    /** Whether a request is being read or answered. */
    public boolean isBusy() {
        return idleMs == 0;
    }

    /** Hears why a worker tells nothing. */
    public interface Complaints {
        void add(String line);
    }

    /**
     * Asks for the connections of all workers of some targets, a page of each at a time.
     *
     * @param limitMs for each page
     */
    public static List<ClientConnection> of(
            ControlClient client, List<String> targets, long limitMs, Complaints complaints) throws ClientException {
        List<ClientConnection> all = new ArrayList<>();
        Map<Integer, Long> unfinished = read(client.ask(request(targets, 0, 0), limitMs), all, complaints);
        for (int pid : List.copyOf(unfinished.keySet())) {
            Long after = unfinished.get(pid);
            while (after != null) {
                after = read(client.ask(request(targets, pid, after), limitMs), all, complaints)
                        .get(pid);
            }
        }
        return all;
    }

    private static Map<String, Object> request(List<String> targets, int pid, long after) {
        Map<String, Object> request = ControlClient.request("conns");
        request.put("targets", targets);
        request.put("pid", pid);
        request.put("after", after);
        return request;
    }

    /** Returns for each process that has more the number after which they begin. */
    private static Map<Integer, Long> read(Fields answer, List<ClientConnection> all, Complaints complaints) {
        Map<Integer, Long> unfinished = new HashMap<>();
        for (Fields worker : answer.objects("workers")) {
            int pid = (int) worker.number("pid", 0);
            String refusal = worker.text("refusal");
            if (!refusal.isEmpty()) {
                complaints.add(refusal);
            }
            for (Fields one : worker.objects("connections")) {
                all.add(new ClientConnection(
                        worker.text("app"),
                        (int) worker.number("slot", 0),
                        pid,
                        one.number("id", 0),
                        one.text("peer"),
                        one.number("ageMs", 0),
                        one.number("requests", 0),
                        one.number("idleMs", 0),
                        one.text("fixed")));
            }
            if (worker.isTrue("more") && !all.isEmpty()) {
                unfinished.put(pid, all.get(all.size() - 1).id());
            }
        }
        return unfinished;
    }
}
