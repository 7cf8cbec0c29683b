package io.baton.master.control;

import io.baton.master.journal.Entry;
import io.baton.master.journal.Event;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.protocol.message.ValueCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the master answers: one line of JSON. */
public sealed interface Answer {

    /** The state of everything. */
    record Snapshot(MasterSnapshot snapshot) implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            fields.put("snapshot", snapshot);
        }
    }

    /** Something has happened. */
    record Happened(Entry entry) implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            Event event = entry.event();
            fields.put("seq", entry.seq());
            fields.put("ms", entry.ms());
            fields.put("atMs", entry.atMs());
            fields.put("type", event.type());
            fields.put("app", event.app());
            fields.put("level", event.level());
            fields.put("text", event.text());
            fields.put("event", event);
        }
    }

    /**
     * Which master answers.
     *
     * @param foreground whether it was started by {@code run}, and not as a daemon
     * @param upgrades how often it was upgraded in place
     * @param upgradedFrom the version of Baton before the last upgrade; empty if there was none
     * @param upgradeMs for how long no connection was accepted then
     */
    record Pong(
            int pid, String version, String home, boolean foreground, int upgrades, String upgradedFrom, long upgradeMs)
            implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            fields.put("pong", this);
        }
    }

    /** How a verb went, for each of its targets in their order. */
    record Results(List<Result> results) implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            fields.put("results", results.stream().map(Result::fields).toList());
        }
    }

    /** How an application was declared; {@code declaration} is that of {@link Request.Start}. */
    record Declared(String name, Map<String, Object> declaration) {}

    /** How applications were declared. */
    record Declarations(List<Declared> apps) implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            fields.put("apps", apps);
        }
    }

    /** Connections of workers. */
    record Connections(List<ConnectionPage> workers) implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            fields.put("workers", workers);
        }
    }

    /** The request cannot be answered, for this reason. */
    record Refused(String reason) implements Answer {

        @Override
        public void putInto(Map<String, Object> fields) {
            fields.put("error", reason);
        }
    }

    /** Puts what the answer says into the fields of its line. */
    void putInto(Map<String, Object> fields);

    /** The line, without its end. */
    default String line() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("v", Request.VERSION);
        putInto(fields);
        return ValueCodec.encode(fields);
    }
}
