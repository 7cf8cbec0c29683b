package io.baton.master.file;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Scope;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which key has which place in a configuration file: the table of keys, by their paths. */
final class Places {

    /** Keys that {@link ApplicationReader} understands itself, because they are no settings. */
    static final List<String> OF_APPLICATIONS = List.of("jar", "script", "server", "args", "env", "env_file", "listen");

    /** The same for the top level of a file with several applications. */
    static final List<String> OF_FILES = List.of("apps", "listen");

    private static final Map<String, Key<?>> BY_PATH = byPath();

    private Places() {}

    private static Map<String, Key<?>> byPath() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        Keys.all().forEach(key -> keys.put(key.path(), key));
        return keys;
    }

    /** The key with this path, or null. */
    static @Nullable Key<?> find(String path) {
        return BY_PATH.get(path);
    }

    /** All keys by their paths, in the order of the help. */
    static Map<String, Key<?>> all() {
        return BY_PATH;
    }

    /** Whether keys stand in an object of this name, as {@code ready}. */
    static boolean isObject(String name) {
        return BY_PATH.keySet().stream().anyMatch(path -> path.startsWith(name + "."));
    }

    /** What can stand in an object; with an empty name, in an application. */
    static Set<String> within(String object) {
        Set<String> names = new LinkedHashSet<>(object.isEmpty() ? OF_APPLICATIONS : List.of());
        String prefix = object.isEmpty() ? "" : object + ".";
        BY_PATH.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .map(rest -> rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest)
                .forEach(names::add);
        return names;
    }

    /** What an operator may have meant by a word: a place, or the name of an option, which has a place. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        OF_APPLICATIONS.forEach(name -> meanings.put(name, name));
        BY_PATH.forEach((path, key) -> {
            meanings.put(path, path);
            meanings.putIfAbsent(key.name().replace('-', '_'), path);
        });
        return meanings;
    }

    /** Whether a value holds for the whole master, and so stands at the top level. */
    static boolean isOfMaster(Key<?> key) {
        return key.scope() == Scope.MASTER;
    }

    /** What is wrong with a value, as {@code 3x (expected: a duration ...)}; null if nothing is. */
    static @Nullable String fault(Key<?> key, String text, Place place) {
        Source source = place.source();
        try {
            new Settings.Builder().add(key, text, source);
            return null;
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            String prefix = source.name() + ": ";
            return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        }
    }
}
