package io.baton.master.control;

import io.baton.protocol.message.ValueCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the line of a client. */
final class RequestReader {

    private static final String ALL = "all";

    private final Map<?, ?> fields;

    private RequestReader(Map<?, ?> fields) {
        this.fields = fields;
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no request; the message tells the client why
     */
    static Request read(String line) {
        if (!(ValueCodec.decode(line) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("expected: {\"v\":1,\"request\":\"snapshot\"}");
        }
        if (!Integer.valueOf(Request.VERSION).equals(fields.get("v"))) {
            throw new IllegalArgumentException("v: " + fields.get("v") + " (expected: " + Request.VERSION + ")");
        }
        return new RequestReader(fields).request();
    }

    private Request request() {
        Object name = fields.get("request");
        return switch (name instanceof String text ? text : "") {
            case "snapshot" -> new Request.Snapshot();
            case "events" -> new Request.Events(number("since", Long.MAX_VALUE));
            case "ping" -> new Request.Ping();
            case "start" -> new Request.Start(apps());
            case "act" -> new Request.Act(verb(), targets());
            case "scale" -> new Request.Scale(text("app"), text("change"));
            case "signal" -> new Request.Signal(text("signal"), targets());
            case "threads" -> new Request.Threads(targets());
            case "conns" ->
                new Request.Conns(targets(), (int) number("pid", Integer.MAX_VALUE), number("after", Long.MAX_VALUE));
            case "move" -> new Request.Move(targets());
            case "declarations" -> new Request.Declarations(targetsOrAll());
            case "flush" -> new Request.Flush(targetsOrAll());
            case "save" -> new Request.Save();
            case "resurrect" -> new Request.Resurrect();
            case "upgrade" -> new Request.Upgrade(text("jar"), text("java"));
            case "kill" -> new Request.Kill();
            case "reload" -> reload();
            default ->
                throw new IllegalArgumentException(
                        "request: " + name + " (expected: snapshot, events, ping, start, act,"
                                + " reload, scale, signal, threads, conns, move, declarations, flush, save, resurrect, upgrade"
                                + " or kill)");
        };
    }

    /** 0 if there is none. */
    private long number(String name, long most) {
        Object value = fields.get(name);
        if (value == null) {
            return 0;
        }
        boolean counts = value instanceof Integer || value instanceof Long;
        if (!counts || ((Number) value).longValue() < 0 || ((Number) value).longValue() > most) {
            throw wrong(name, value, "a whole number from 0 on");
        }
        return ((Number) value).longValue();
    }

    private Request.Reload reload() {
        return fields.get("apps") == null
                ? new Request.Reload(targets(), variables(), List.of())
                : new Request.Reload(List.of(), Map.of(), apps());
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        Object given = fields.get("environment");
        if (given instanceof Map<?, ?> all) {
            all.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        } else if (given != null) {
            throw wrong("environment", given, "an object");
        }
        return variables;
    }

    private Request.Verb verb() {
        Object name = fields.get("verb");
        for (Request.Verb verb : Request.Verb.values()) {
            if (verb.name().toLowerCase(Locale.ROOT).equals(name)) {
                return verb;
            }
        }
        throw wrong("verb", name, "start, stop, restart, delete or reset");
    }

    private List<Map<?, ?>> apps() {
        List<Map<?, ?>> apps = new ArrayList<>();
        for (Object app : list("apps", "a list of declarations")) {
            if (!(app instanceof Map<?, ?> declaration)) {
                throw wrong("apps", app, "a list of declarations");
            }
            apps.add(declaration);
        }
        return apps;
    }

    private List<String> targetsOrAll() {
        return fields.get("targets") == null ? List.of(ALL) : targets();
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>();
        for (Object target : list("targets", "a list of names or ids")) {
            if (target instanceof String || target instanceof Integer) {
                targets.add(target.toString());
            } else {
                throw wrong("targets", target, "a list of names or ids");
            }
        }
        return targets;
    }

    private List<?> list(String name, String expected) {
        if (fields.get(name) instanceof List<?> values && !values.isEmpty()) {
            return values;
        }
        throw wrong(name, fields.get(name), expected);
    }

    private String text(String name) {
        Object value = fields.get(name);
        if (value instanceof String || value instanceof Integer) {
            return value.toString();
        }
        throw wrong(name, value, "a text");
    }

    private static IllegalArgumentException wrong(String name, @Nullable Object found, String expected) {
        return new IllegalArgumentException(name + ": " + found + " (expected: " + expected + ")");
    }
}
