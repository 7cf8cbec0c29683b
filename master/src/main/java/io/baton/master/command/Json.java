package io.baton.master.command;

import io.baton.master.cli.Shell;
import io.baton.protocol.message.ValueCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON on standard output. */
final class Json {

    private static final int SCHEMA = 1;

    private Json() {}

    /** A document that begins with the version of its shape. */
    static Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        return document;
    }

    /** Prints it on one line. */
    static void print(Shell shell, Object document) {
        shell.say(ValueCodec.encode(document));
    }

    /** The same value with names in snake_case. */
    static @Nullable Object snake(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                fields.put(snakeName(String.valueOf(entry.getKey())), snake(entry.getValue()));
            }
            return fields;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(snake(element));
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
