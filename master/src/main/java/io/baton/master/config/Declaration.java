package io.baton.master.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One application as its operator declared it, from whatever sources. It travels to a daemon and lies in its state file as
 * plain JSON; a {@link GroupConfig} is what follows from it. Immutable.
 *
 * @param file the program, as its operator named it; null for the built-in application
 * @param arguments for the program
 * @param settings what flags, environment and files say
 * @param surroundings the environment and the directory of the operator
 */
public record Declaration(@Nullable Path file, List<String> arguments, Settings settings, Surroundings surroundings) {

    public Declaration {
        arguments = List.copyOf(arguments);
    }

    /**
     * What follows from it. Reads the first bytes of the program, so it may wait for a file.
     *
     * @throws ConfigException if it cannot be
     */
    public GroupConfig config() {
        if (file == null) {
            Application.requireNoneOf(settings);
            return GroupConfig.of(settings, null, surroundings);
        }
        return GroupConfig.of(settings, Application.of(settings, surroundings, file, arguments), surroundings);
    }

    /** The same with these variables beside those that it has, or in their places. */
    public Declaration with(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>(surroundings.environment());
        all.putAll(variables);
        return new Declaration(
                file,
                arguments,
                settings,
                new Surroundings(all, surroundings.directory(), surroundings.java(), surroundings.user()));
    }

    /** Maps, lists and strings that say the same, for JSON. */
    public Map<String, Object> toJson() {
        List<Object> said = new ArrayList<>();
        for (Settings.Said one : settings.said()) {
            said.add(List.of(
                    one.key().name(),
                    one.text(),
                    one.source().rank().name(),
                    one.source().name()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file == null ? null : text(surroundings.located(file).toAbsolutePath()));
        json.put("arguments", arguments);
        json.put("settings", said);
        json.put("environment", surroundings.environment());
        json.put("directory", text(surroundings.directory()));
        json.put("java", text(surroundings.java()));
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote, perhaps another version of it.
     *
     * @throws ConfigException if it is no declaration
     */
    public static Declaration of(Map<?, ?> json) {
        Settings.Builder settings = new Settings.Builder();
        for (Object said : list(json, "settings")) {
            if (!(said instanceof List<?> parts)
                    || parts.size() != 4
                    || !parts.stream().allMatch(String.class::isInstance)) {
                throw wrong("settings", said, "lists of a key, its text, and the kind and name of its source");
            }
            Source source = new Source(rank(String.valueOf(parts.get(2))), String.valueOf(parts.get(3)));
            settings.add(Keys.named(String.valueOf(parts.get(0))), String.valueOf(parts.get(1)), source);
        }
        List<String> arguments = new ArrayList<>();
        list(json, "arguments").forEach(argument -> arguments.add(String.valueOf(argument)));
        return new Declaration(
                path(json, "file"),
                arguments,
                settings.build(),
                new Surroundings(environment(json), path(json, "directory"), path(json, "java")));
    }

    private static Map<String, String> environment(Map<?, ?> json) {
        if (!(json.get("environment") instanceof Map<?, ?> variables)) {
            throw wrong("environment", json.get("environment"), "an object");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        variables.forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        return environment;
    }

    private static Source.Rank rank(String name) {
        for (Source.Rank rank : Source.Rank.values()) {
            if (rank.name().equals(name)) {
                return rank;
            }
        }
        throw wrong("settings", name, "the kind of a source");
    }

    private static @Nullable Path path(Map<?, ?> json, String name) {
        Object value = json.get(name);
        if (value == null) {
            return null;
        }
        Path path = Operator.path(name, String.valueOf(value));
        if (!path.isAbsolute()) {
            throw wrong(name, value, "an absolute path");
        }
        return path;
    }

    private static List<?> list(Map<?, ?> json, String name) {
        if (json.get(name) instanceof List<?> values) {
            return values;
        }
        throw wrong(name, json.get(name), "a list");
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    private static ConfigException wrong(String name, @Nullable Object found, String expected) {
        return new ConfigException("application: " + name + ": " + found + " (expected: " + expected + ")");
    }
}
