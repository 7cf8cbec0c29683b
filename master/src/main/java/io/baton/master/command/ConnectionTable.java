package io.baton.master.command;

import io.baton.master.client.ClientConnection;
import io.baton.master.table.Cell;
import io.baton.master.table.Column;
import io.baton.master.table.Figures;
import io.baton.master.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single connections for people and for programs. */
final class ConnectionTable {

    private ConnectionTable() {}

    static Table of(List<ClientConnection> connections) {
        Table table = new Table(List.of(
                Column.text("connection", 0),
                Column.number("pid", 2),
                Column.text("peer", 0),
                Column.number("age", 1),
                Column.number("requests", 1),
                Column.text("idle for", 0),
                Column.text("movable", 0)));
        for (ClientConnection one : connections) {
            table.add(List.of(
                    Cell.of(one.name()),
                    Cell.of(one.pid()),
                    Cell.of(one.peer().isEmpty() ? "gone" : one.peer()),
                    Cell.of(Figures.span(one.ageMs())),
                    Cell.of(one.requests()),
                    Cell.of(one.isBusy() ? "busy" : Figures.span(one.idleMs())),
                    Cell.of(movable(one))));
        }
        return table;
    }

    static Map<String, @Nullable Object> json(ClientConnection one) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("connection", one.name());
        json.put("application", one.app());
        json.put("slot", one.slot());
        json.put("pid", one.pid());
        json.put("id", one.id());
        json.put("peer", one.peer().isEmpty() ? null : one.peer());
        json.put("age_ms", one.ageMs());
        json.put("requests", one.requests());
        json.put("idle_ms", one.isBusy() ? null : one.idleMs());
        json.put("busy", one.isBusy());
        json.put("movable", one.obstacle().isEmpty() && !one.isBusy());
        json.put("why", one.obstacle().isEmpty() ? null : one.obstacle());
        return json;
    }

    private static String movable(ClientConnection one) {
        if (!one.obstacle().isEmpty()) {
            return "no: " + one.obstacle();
        }
        return one.isBusy() ? "when idle" : "yes";
    }
}
