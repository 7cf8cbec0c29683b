package io.baton.master.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an operator decided: for each {@link Key} a value, and the {@link Source} that has it. Immutable. */
public final class Settings {

    /** Nothing but the defaults. */
    public static final Settings DEFAULTS = new Settings(Map.of());

    private final Map<Key<?>, Setting<?>> given;

    private Settings(Map<Key<?>, Setting<?>> given) {
        this.given = given;
    }

    /**
     * The value, or the default.
     *
     * @throws IllegalStateException if there is no value, and the default depends on other things than the key
     */
    public <T> T get(Key<T> key) {
        T value = given(key);
        T found = value != null ? value : key.byDefault();
        if (found == null) {
            throw new IllegalStateException(key + ": no value (expected: one, or a default of its own)");
        }
        return found;
    }

    /** The value if a source has one, else null. */
    public <T> @Nullable T given(Key<T> key) {
        Setting<T> setting = find(given, key);
        return setting == null ? null : setting.value();
    }

    /** The value as an operator would write it, or the default in words. */
    public <T> String show(Key<T> key) {
        T value = given(key);
        return value == null ? key.defaultValue() : key.show(value);
    }

    /** The source of the value. */
    public Source source(Key<?> key) {
        Setting<?> setting = given.get(key);
        return setting == null ? Source.DEFAULT : setting.source();
    }

    /** Only {@link Builder#add} makes settings, and each with a value of its key's type. */
    @SuppressWarnings("unchecked")
    private static <T> @Nullable Setting<T> find(Map<Key<?>, Setting<?>> given, Key<T> key) {
        return (Setting<T>) given.get(key);
    }

    /** All that was said, each text with the source that has it, in the order of {@link Keys}. */
    public List<Said> said() {
        List<Said> all = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            Setting<?> setting = given.get(key);
            if (setting != null) {
                setting.texts().forEach(text -> all.add(new Said(key, text, setting.source())));
            }
        }
        return all;
    }

    /** What a source has for a key; a key that may be given several times can have several. */
    public record Said(Key<?> key, String text, Source source) {}

    private record Setting<T>(T value, List<String> texts, Source source) {}

    /** Collects values from all sources, in any order. */
    public static final class Builder {

        private final Map<Key<?>, Setting<?>> given;

        /** Begins with nothing. */
        public Builder() {
            this.given = new HashMap<>();
        }

        /** Begins with these. */
        public Builder(Settings settings) {
            this.given = new HashMap<>(settings.given);
        }

        /**
         * Adds what a source has for a key. Nothing happens if a stronger source has the key: its value is obeyed, and this
         * one is not even read.
         *
         * @throws ConfigException if the text is no value of the key's
         */
        public <T> Builder add(Key<T> key, String text, Source source) {
            Setting<T> present = find(given, key);
            if (present == null || source.isStrongerThan(present.source())) {
                given.put(key, new Setting<>(key.parse(text, source), List.of(text), source));
            } else if (!present.source().isStrongerThan(source)) {
                List<String> texts = new ArrayList<>(present.texts());
                texts.add(text);
                T joined = key.join(present.value(), key.parse(text, source));
                given.put(key, new Setting<>(joined, List.copyOf(texts), source));
            }
            return this;
        }

        /** The settings so far. */
        public Settings build() {
            return new Settings(Map.copyOf(given));
        }
    }
}
