package io.baton.master.cli;

import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Source;
import io.baton.protocol.message.ValueCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code print-config} prints: each setting of each application, and where it was said. */
final class ConfigPage {

    private static final int SCHEMA = 1;
    private static final int VALUE_COLUMNS = 26;
    private static final int MOST_WORDS = 48;
    private static final String HIDDEN = "(hidden)";

    private final Declarations declarations;

    ConfigPage(Declarations declarations) {
        this.declarations = declarations;
    }

    /** For a person, in 80 columns where the values are short. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < declarations.applications().size(); i++) {
            Declaration one = declarations.applications().get(i);
            text.append(i == 0 ? "" : "\n").append(one.config().name()).append('\n');
            row(text, "program", program(one), "");
            if (!one.arguments().isEmpty()) {
                row(text, "args", String.join(" ", one.arguments()), "");
            }
            for (Key<?> key : Keys.all()) {
                row(
                        text,
                        key.path(),
                        value(one, key),
                        one.settings().source(key).name());
            }
            for (Map.Entry<String, Source> variable : variables(i).entrySet()) {
                row(
                        text,
                        "env." + variable.getKey(),
                        HIDDEN,
                        variable.getValue().name());
            }
        }
        return text.toString();
    }

    /** What holds, also where it follows from other things than the key. */
    private static String value(Declaration one, Key<?> key) {
        GroupConfig config = one.config();
        if (key.equals(Keys.NAME)) {
            return config.name();
        } else if (key.equals(Keys.INSTANCES)) {
            return String.valueOf(config.workers());
        } else if (key.equals(Keys.DISPATCH)) {
            return config.delivery().dispatch().toString();
        }
        Path directory = config.surroundings().directory();
        return key.equals(Keys.CWD) && directory != null
                ? directory.toString()
                : one.settings().show(key);
    }

    private static void row(StringBuilder text, String name, String value, String source) {
        boolean isLong = source.equals(Source.DEFAULT.name()) && value.length() > MOST_WORDS;
        String shown = isLong ? value.substring(0, MOST_WORDS - 3) + "..." : value;
        String line = "  " + padded(name, keyColumns()) + "  " + padded(shown, VALUE_COLUMNS) + "  " + source;
        text.append(line.stripTrailing()).append('\n');
    }

    private static int keyColumns() {
        int columns = 0;
        for (Key<?> key : Keys.all()) {
            columns = Math.max(columns, key.path().length());
        }
        return columns;
    }

    private static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - text.length()));
    }

    private static String program(Declaration one) {
        @Nullable Path file = one.file();
        return file == null ? "the built-in application" : file.toString();
    }

    /** In the order of their names. */
    private Map<String, Source> variables(int application) {
        return new TreeMap<>(declarations.variables().get(application));
    }

    /** For a program. */
    String json() {
        List<Object> applications = new ArrayList<>();
        for (int i = 0; i < declarations.applications().size(); i++) {
            applications.add(application(declarations.applications().get(i), variables(i)));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("applications", applications);
        return ValueCodec.encode(document);
    }

    private static Map<String, @Nullable Object> application(Declaration one, Map<String, Source> variables) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", one.config().name());
        fields.put("program", one.file() == null ? null : one.file().toString());
        fields.put("args", one.arguments());
        fields.put(
                "directory",
                one.surroundings().directory() == null
                        ? null
                        : one.surroundings().directory().toString());
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Key<?> key : Keys.all()) {
            settings.put(key.path(), setting(one, key));
        }
        fields.put("settings", settings);
        Map<String, Object> environment = new LinkedHashMap<>();
        variables.forEach((name, source) -> environment.put(name, from(source)));
        fields.put("env", environment);
        return fields;
    }

    private static Map<String, Object> setting(Declaration one, Key<?> key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("value", value(one, key));
        fields.putAll(from(one.settings().source(key)));
        return fields;
    }

    private static Map<String, Object> from(Source source) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("from", source.rank().name().toLowerCase(Locale.ROOT));
        fields.put("source", source.name());
        return fields;
    }
}
