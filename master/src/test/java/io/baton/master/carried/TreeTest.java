package io.baton.master.carried;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.message.ValueCodec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses an upgrade arrives as it was, also between two versions that know different fields. */
final class TreeTest {

    private static final int MOST_DESCRIPTORS = 1 << 16;

    private final Random random = new Random(18);

    @ParameterizedTest
    @ValueSource(classes = {CarriedMaster.class, CarriedApplication.class})
    void everyRecordArrivesAsItWas(Class<? extends Record> type) throws ReflectiveOperationException {
        for (int i = 0; i < 50; i++) {
            Record sent = any(type);
            assertThat(read(json(sent), type)).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {CarriedMaster.class, CarriedApplication.class, CarriedWorker.class, CarriedListener.class})
    void aFieldThatTheOtherVersionDoesNotWriteIsEmpty(Class<? extends Record> type)
            throws ReflectiveOperationException {
        for (RecordComponent missing : type.getRecordComponents()) {
            Map<String, Object> fields = json(any(type));
            fields.remove(missing.getName());
            Object value = value(read(fields, type), missing);
            assertThat(value)
                    .as(missing.getName())
                    .satisfiesAnyOf(
                            it -> assertThat(it).isNull(),
                            it -> assertThat(it).isIn(0, 0L, false, "", List.of(), Map.of()),
                            it -> assertThat(it).isInstanceOf(Enum.class));
        }
    }

    @Test
    void aFieldThatOnlyTheOtherVersionKnowsIsIgnored() throws ReflectiveOperationException {
        CarriedRecord sent = any(CarriedRecord.class);
        Map<String, Object> fields = json(sent);
        fields.put("colour", List.of("red"));
        assertThat(read(fields, CarriedRecord.class)).isEqualTo(sent);
    }

    @Test
    void aValueOfAnotherTypeIsRefusedWithItsPlace() throws ReflectiveOperationException {
        CarriedSlot slot = any(CarriedSlot.class);
        Map<String, Object> fields = json(slot);
        fields.put("record", Map.of("starts", "many"));
        assertThatThrownBy(() -> read(fields, CarriedSlot.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it.record.starts: String (expected: int)");
        fields.put("record", json(slot.record()));
        fields.put("state", "FLYING");
        assertThatThrownBy(() -> read(fields, CarriedSlot.class)).hasMessageContaining("it.state: FLYING");
    }

    private static <T extends Record> T read(Map<?, ?> fields, Class<T> type) {
        return Tree.record(fields, type, "it");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Record sent) {
        return new LinkedHashMap<>((Map<String, Object>) ValueCodec.decode(ValueCodec.encode(sent)));
    }

    private static @Nullable Object value(Record record, RecordComponent component)
            throws ReflectiveOperationException {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(record);
    }

    /** A record with any content. */
    private <T extends Record> T any(Class<T> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = any(components[i].getGenericType());
        }
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private Object any(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class ? anyList(generic.getActualTypeArguments()[0]) : anyMap();
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isRecord()) {
            return any(wanted.asSubclass(Record.class));
        } else if (wanted.isEnum()) {
            return wanted.getEnumConstants()[random.nextInt(wanted.getEnumConstants().length)];
        } else if (wanted == int.class || wanted == Integer.class) {
            return random.nextInt(MOST_DESCRIPTORS);
        } else if (wanted == long.class || wanted == Long.class) {
            // Small ones are read as int.
            return random.nextBoolean() ? Math.abs(random.nextLong() >> 1) : (long) random.nextInt(MOST_DESCRIPTORS);
        } else if (wanted == boolean.class) {
            return random.nextBoolean();
        }
        return "\"grün \\ " + (char) random.nextInt(0xd800) + "\n" + random.nextInt();
    }

    private List<Object> anyList(Type type) throws ReflectiveOperationException {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(any(type));
        }
        return list;
    }

    private Map<String, Object> anyMap() {
        return Map.of("a" + random.nextInt(), "b", "list", List.of(1, "two"), "map", Map.of("x", true));
    }
}
