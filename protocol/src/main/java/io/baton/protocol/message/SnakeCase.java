package io.baton.protocol.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names as those of JSON that other programs read: {@code slot_name} for {@code slotName}. Thread-safe. */
public final class SnakeCase {

    private SnakeCase() {}

    /**
     * The same value with names in snake_case.
     *
     * @param value of what {@link ValueCodec} reads
     */
    public static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                fields.put(snakeName(String.valueOf(entry.getKey())), of(entry.getValue()));
            }
            return fields;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(of(element));
            }
            return elements;
        }
        return value;
    }

    private static String snakeName(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
