package io.baton.master.carried;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes carried records of JSON. The two images may be of different versions: unknown fields are ignored, and a missing
 * one is 0, false, an empty text, an empty list, an empty object, or no record. A value of another type is an error.
 */
public final class Tree {

    private Tree() {}

    /**
     * Makes a record of an object.
     *
     * @param where its place, for errors
     * @throws IllegalArgumentException if a field does not fit
     */
    public static <T extends Record> T record(@Nullable Object value, Class<T> type, String where) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw unfit(value, type, where);
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent one = components[i];
            types[i] = one.getType();
            @Nullable Object field = fields.get(one.getName());
            boolean missing = field == null && one.getType() == String.class && !fields.containsKey(one.getName());
            arguments[i] = missing ? "" : value(field, one.getGenericType(), where + "." + one.getName());
        }
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(where + ": " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static @Nullable Object value(@Nullable Object value, Type type, String where) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(value, generic.getActualTypeArguments()[0], where)
                    : map(value, where);
        }
        Class<?> wanted = (Class<?>) type;
        if (value == null) {
            return nothing(wanted);
        } else if (wanted.isRecord()) {
            return record(value, wanted.asSubclass(Record.class), where);
        } else if (wanted.isEnum() && value instanceof String name) {
            return constant(wanted, name, where);
        } else if ((wanted == long.class || wanted == Long.class) && value instanceof Number number) {
            return number.longValue();
        } else if ((wanted == int.class || wanted == Integer.class) && value instanceof Integer) {
            return value;
        } else if ((wanted == boolean.class && value instanceof Boolean)
                || (wanted == String.class && value instanceof String)) {
            return value;
        }
        throw unfit(value, wanted, where);
    }

    private static @Nullable Object nothing(Class<?> wanted) {
        if (wanted == int.class) {
            return 0;
        } else if (wanted == long.class) {
            return 0L;
        } else if (wanted == boolean.class) {
            return false;
        } else if (wanted.isEnum()) {
            return wanted.getEnumConstants()[0];
        }
        return null;
    }

    private static Object constant(Class<?> type, String name, String where) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(where + ": " + name + " (expected: a " + type.getSimpleName() + ")");
    }

    private static List<@Nullable Object> list(@Nullable Object value, Type type, String where) {
        List<@Nullable Object> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                elements.add(value(element, type, where + "[" + elements.size() + "]"));
            }
        } else if (value != null) {
            throw unfit(value, List.class, where);
        }
        return elements;
    }

    private static Map<?, ?> map(@Nullable Object value, String where) {
        if (value == null) {
            return Map.of();
        } else if (value instanceof Map<?, ?> fields) {
            return fields;
        }
        throw unfit(value, Map.class, where);
    }

    private static IllegalArgumentException unfit(@Nullable Object value, Class<?> expected, String where) {
        String found = value == null ? "null" : value.getClass().getSimpleName();
        return new IllegalArgumentException(where + ": " + found + " (expected: " + expected.getSimpleName() + ")");
    }
}
