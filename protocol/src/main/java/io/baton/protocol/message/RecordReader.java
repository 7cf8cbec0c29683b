package io.baton.protocol.message;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a record of the fields of a message. */
final class RecordReader {

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            int.class, Integer.class,
            long.class, Long.class,
            short.class, Short.class,
            byte.class, Byte.class,
            double.class, Double.class,
            float.class, Float.class,
            boolean.class, Boolean.class);

    private RecordReader() {}

    /**
     * Reads a record.
     *
     * @param where the value's place in the message, for errors
     */
    static <T extends Record> T read(@Nullable Object value, Class<T> type, String where) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw unfit(value, type, where);
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            Object field = value(fields.get(name), components[i].getGenericType(), where + "." + name);
            if (field == null && components[i].getType().isPrimitive()) {
                throw unfit(null, components[i].getType(), where + "." + name);
            }
            arguments[i] = field;
        }
        return construct(type, components, arguments);
    }

    private static <T extends Record> T construct(Class<T> type, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.trySetAccessible();
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("message: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("message: no " + type.getName() + " can be made", e);
        }
    }

    private static @Nullable Object value(@Nullable Object value, Type type, String where) {
        if (value == null) {
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class && value instanceof List<?> list) {
                return elements(list, generic.getActualTypeArguments()[0], where);
            }
            return value(value, generic.getRawType(), where);
        }
        if (!(type instanceof Class<?> declared)) {
            return value;
        }
        Class<?> wanted = BOXES.getOrDefault(declared, declared);
        if (wanted.isRecord()) {
            return read(value, wanted.asSubclass(Record.class), where);
        }
        if (wanted.isEnum() && value instanceof String name) {
            return constant(wanted, name, where);
        }
        Object fitting = value instanceof Number number && Number.class.isAssignableFrom(wanted)
                ? number(number, wanted)
                : value;
        if (!wanted.isInstance(fitting)) {
            throw unfit(value, declared, where);
        }
        return fitting;
    }

    private static Object constant(Class<?> type, String name, String where) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(where + ": " + name + " (expected: a " + type.getSimpleName() + ")");
    }

    private static List<@Nullable Object> elements(List<?> list, Type type, String where) {
        List<@Nullable Object> elements = new ArrayList<>(list.size());
        for (Object element : list) {
            elements.add(value(element, type, where + "[" + elements.size() + "]"));
        }
        return elements;
    }

    /** The same number as the wanted type; unchanged if that type cannot hold it. */
    private static Number number(Number number, Class<?> wanted) {
        if (wanted == Double.class) {
            return number.doubleValue();
        } else if (wanted == Float.class) {
            return number.floatValue();
        } else if (number instanceof Integer || number instanceof Long) {
            long value = number.longValue();
            if (wanted == Long.class) {
                return value;
            } else if (wanted == Integer.class && value == (int) value) {
                return (int) value;
            } else if (wanted == Short.class && value == (short) value) {
                return (short) value;
            } else if (wanted == Byte.class && value == (byte) value) {
                return (byte) value;
            }
        }
        return number;
    }

    private static IllegalArgumentException unfit(@Nullable Object value, Class<?> expected, String where) {
        String found = value == null ? "null" : value.getClass().getSimpleName();
        return new IllegalArgumentException(where + ": " + found + " (expected: " + expected.getSimpleName() + ")");
    }
}
