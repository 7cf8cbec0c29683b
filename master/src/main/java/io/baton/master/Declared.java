package io.baton.master;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declaration as it was read, with what follows from it.
 *
 * @param name of the application, as far as it is known
 * @param entry in which the declaration came; of a state file it has more
 * @param declaration null if it is none
 * @param config null if none follows
 * @param reason why that cannot be; empty if it can
 */
record Declared(
        String name,
        Map<String, Object> entry,
        @Nullable Declaration declaration,
        @Nullable GroupConfig config,
        String reason) {

    private static final Logger LOG = System.getLogger(Declared.class.getName());

    /** Reads it, and the beginning of the program that it names. */
    static Declared read(Map<?, ?> json, Map<?, ?> entry) {
        String name = name(json);
        try {
            Declaration declaration = Declaration.of(json);
            GroupConfig config = declaration.config();
            return new Declared(config.name(), fields(entry), declaration, config, "");
        } catch (ConfigException e) {
            return refused(name, entry, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // What another program sent must not end this one.
            LOG.log(Level.WARNING, "a declaration cannot be read", e);
            return refused(name, entry, "it cannot be read: " + e);
        }
    }

    /** Nothing follows. */
    static Declared refused(String name, Map<?, ?> entry, String reason) {
        return new Declared(name, fields(entry), null, null, reason);
    }

    /** An entry of a state file. No application could be made of it. */
    static Declared lost(Map<?, ?> entry) {
        String name = entry.get("declaration") instanceof Map<?, ?> declaration ? name(declaration) : "";
        return refused(name, entry, "it could not be restored");
    }

    /** The same with another number of workers. */
    Declared withWorkers(int workers) {
        return config == null ? this : new Declared(name, entry, declaration, config.withWorkers(workers), reason);
    }

    /** Whether its operator had stopped it. */
    boolean isStopped() {
        return Boolean.TRUE.equals(entry.get("stopped"));
    }

    /** Whether this slot was to run. */
    boolean wants(int slot) {
        return !(entry.get("stoppedSlots") instanceof List<?> stopped && stopped.contains(slot));
    }

    /** The outcome of a start that was not begun. */
    Outcome refusal() {
        return new Outcome.Refused(Refusal.BAD_CONFIG, (name.isEmpty() ? "" : name + ": ") + reason);
    }

    /** What names it before it is understood: the setting {@code name}, else the program. */
    private static String name(Map<?, ?> json) {
        if (json.get("settings") instanceof List<?> settings) {
            for (Object said : settings) {
                if (said instanceof List<?> parts && parts.size() > 1 && "name".equals(parts.get(0))) {
                    return String.valueOf(parts.get(1));
                }
            }
        }
        return json.get("file") instanceof String file ? file.substring(file.lastIndexOf('/') + 1) : "";
    }

    private static Map<String, Object> fields(Map<?, ?> entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        entry.forEach((key, value) -> {
            if (value != null) {
                fields.put(String.valueOf(key), value);
            }
        });
        return fields;
    }
}
