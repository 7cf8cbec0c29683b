package io.baton.master.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer. A field that is missing, or is of another type, has the value that means "unknown".
 *
 * @param map as JSON was read
 */
public record Fields(Map<?, ?> map) {

    /** The field as JSON has it. */
    public @Nullable Object value(String name) {
        return map.get(name);
    }

    /** A text; empty if there is none. */
    public String text(String name) {
        return map.get(name) instanceof String text ? text : "";
    }

    /** A text. */
    public @Nullable String textOrNull(String name) {
        return map.get(name) instanceof String text ? text : null;
    }

    /** A number. */
    public long number(String name, long unknown) {
        return map.get(name) instanceof Number number ? number.longValue() : unknown;
    }

    /** A number with a fraction. */
    public double fraction(String name, double unknown) {
        return map.get(name) instanceof Number number ? number.doubleValue() : unknown;
    }

    /** A truth; false if it is unknown. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(map.get(name));
    }

    /** Whether there is such a field. */
    public boolean has(String name) {
        return map.containsKey(name);
    }

    /** An object. */
    public @Nullable Fields object(String name) {
        return map.get(name) instanceof Map<?, ?> fields ? new Fields(fields) : null;
    }

    /** The objects of a list. */
    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (map.get(name) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> fields) {
                    objects.add(new Fields(fields));
                }
            }
        }
        return objects;
    }

    /** The texts of a list. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (map.get(name) instanceof List<?> list) {
            for (Object one : list) {
                texts.add(String.valueOf(one));
            }
        }
        return texts;
    }
}
