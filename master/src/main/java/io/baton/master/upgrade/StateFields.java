package io.baton.master.upgrade;

import io.baton.master.carried.Tree;
import io.baton.protocol.message.ValueCodec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a state. A field that a record has no component for is ignored. A component that has no field is an error, because
 * a value that was forgotten must not be taken for none.
 */
public final class StateFields {

    private final String name;
    private final Map<?, ?> fields;

    StateFields(String name, Map<?, ?> fields) {
        this.name = name;
        this.fields = fields;
    }

    /**
     * Reads the object as a record, its components as {@link ValueCodec#record} does.
     *
     * @throws StateException if a field is missing or does not fit
     */
    public <T extends Record> T as(Class<T> type) throws StateException {
        requireAll(fields, type, name);
        try {
            return ValueCodec.record(fields, type);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw new StateException("state: " + reason.replaceFirst("^message", name));
        }
    }

    /**
     * Reads the object as a record, as {@link Tree} does. The other version may have written more fields or fewer.
     *
     * @throws StateException if a field does not fit
     */
    public <T extends Record> T known(Class<T> type) throws StateException {
        try {
            return Tree.record(fields, type, name);
        } catch (IllegalArgumentException e) {
            throw new StateException("state: " + e.getMessage());
        }
    }

    private static void requireAll(Map<?, ?> fields, Class<?> type, String where) throws StateException {
        for (RecordComponent component : type.getRecordComponents()) {
            String place = where + "." + component.getName();
            if (!fields.containsKey(component.getName())) {
                throw new StateException("state: " + place + ": missing (expected: a "
                        + component.getType().getSimpleName() + ")");
            }
            requireAll(fields.get(component.getName()), component.getGenericType(), place);
        }
    }

    private static void requireAll(@Nullable Object value, Type type, String where) throws StateException {
        if (type instanceof Class<?> record && record.isRecord() && value instanceof Map<?, ?> fields) {
            requireAll(fields, record, where);
        } else if (type instanceof ParameterizedType generic && value instanceof List<?> values) {
            for (int i = 0; i < values.size(); i++) {
                requireAll(values.get(i), generic.getActualTypeArguments()[0], where + "[" + i + "]");
            }
        }
    }
}
