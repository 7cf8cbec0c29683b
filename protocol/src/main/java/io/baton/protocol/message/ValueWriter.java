package io.baton.protocol.message;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one value and all its parts, as {@link ValueCodec} promises. */
final class ValueWriter {

    private final JsonGenerator json;

    ValueWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(@Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof CharSequence text) {
            json.writeString(text.toString());
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Number number) {
            write(number);
        } else if (value instanceof Map<?, ?> map) {
            write(map);
        } else if (value instanceof Iterable<?> values) {
            write(values);
        } else if (value instanceof Object[] values) {
            write(Arrays.asList(values));
        } else if (value instanceof Record fields) {
            write(fields);
        } else if (value instanceof Enum<?> constant) {
            json.writeString(constant.name());
        } else {
            throw inexpressible(value);
        }
    }

    private void write(Number number) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        } else if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            json.writeNumber(number.longValue());
        } else {
            throw inexpressible(number);
        }
    }

    private void write(Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IllegalArgumentException("message: key " + entry.getKey() + " (expected: a string)");
            }
            json.writeFieldName(name);
            write(entry.getValue());
        }
        json.writeEndObject();
    }

    private void write(Iterable<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            write(value);
        }
        json.writeEndArray();
    }

    private void write(Record fields) throws IOException {
        json.writeStartObject();
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            json.writeFieldName(component.getName());
            write(valueOf(component, fields));
        }
        json.writeEndObject();
    }

    private static @Nullable Object valueOf(RecordComponent component, Record fields) {
        try {
            Method accessor = component.getAccessor();
            accessor.trySetAccessible();
            return accessor.invoke(fields);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("message: " + component + " cannot be read", e);
        }
    }

    private static IllegalArgumentException inexpressible(Object value) {
        return new IllegalArgumentException("message: a " + value.getClass().getName()
                + " (expected: null, boolean, number, string, map, list, array or record)");
    }
}
