package io.baton.master.file;

import io.baton.master.config.Mode;
import io.baton.master.config.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads listeners: those of the top level, which have names, and those of an application, which are names of these or stand in
 * place. A listener becomes the text that {@code --listen} takes.
 */
final class ListenerReader {

    private static final List<String> KEYS = List.of("name", "address", "host", "port", "path", "mode", "owner");
    private static final String UNIX = "unix:";
    private static final String EVERY = "*";

    private final Problems problems;
    private final Map<String, FileListener> named = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();

    ListenerReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * A listener of a file.
     *
     * @param text as an option has it, with the name before an equals sign
     * @param mode how its connections come to workers, or null
     */
    record FileListener(Place place, String text, @Nullable String mode) {}

    /** Reads the listeners of the top level. */
    void readNamed(Tree tree) {
        if (!(tree instanceof Tree.Sequence list)) {
            problems.error(tree.place(), "listen", tree, "a list of listeners, each with a name and an address");
            return;
        }
        for (Tree item : list.items()) {
            String name = item instanceof Tree.Mapping mapping ? text(mapping, "name") : null;
            if (name == null) {
                problems.error(item.place(), "listen", item, "an object with a name and an address");
                continue;
            }
            FileListener listener = inPlace(item);
            if (listener != null && named.putIfAbsent(name, listener) != null) {
                problems.error(item.place(), "listen: " + name + " (expected: another name, a listener has it)");
            }
        }
    }

    /** Reads the listeners of an application. */
    List<FileListener> readOf(Tree tree) {
        List<Tree> items = tree instanceof Tree.Sequence list ? list.items() : List.of(tree);
        List<FileListener> listeners = new ArrayList<>();
        if (items.isEmpty()) {
            problems.error(tree.place(), "listen: an empty list (expected: at least one listener)");
        }
        for (Tree item : items) {
            FileListener listener = item instanceof Tree.Scalar scalar ? textual(scalar) : inPlace(item);
            if (listener != null) {
                listeners.add(listener);
            }
        }
        return listeners;
    }

    /** Says which listeners of the top level no application has. */
    void tellUnused() {
        named.forEach((name, listener) -> {
            if (!used.contains(name)) {
                problems.warning(listener.place(), "listen: " + name + ": no application listens there");
            }
        });
    }

    private @Nullable FileListener textual(Tree.Scalar scalar) {
        String text = scalar.text().strip();
        if (scalar.isNothing() || text.isEmpty()) {
            problems.error(scalar.place(), "listen", scalar, "a listener's name, or an address as 127.0.0.1:3000");
            return null;
        }
        FileListener known = named.get(text);
        if (known != null) {
            used.add(text);
            return new FileListener(scalar.place(), known.text(), known.mode());
        }
        if (isNumber(text)) {
            return new FileListener(scalar.place(), EVERY + ":" + text, null);
        }
        if (text.indexOf(':') >= 0) {
            return new FileListener(scalar.place(), text, null);
        }
        problems.error(scalar.place(), "listen: " + text + ": no such listener (expected: " + known(text) + ")");
        return null;
    }

    private String known(String text) {
        String nearest = Suggestion.of(text, named.keySet());
        if (nearest != null) {
            return nearest;
        }
        String address = "an address as 127.0.0.1:3000 or unix:/run/api.sock";
        return named.isEmpty() ? address : String.join(", ", named.keySet()) + ", or " + address;
    }

    private @Nullable FileListener inPlace(Tree tree) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            problems.error(tree.place(), "listen", tree, "a listener: a text as 127.0.0.1:3000, or an object");
            return null;
        }
        for (Tree.Entry entry : mapping.entries()) {
            if (!KEYS.contains(entry.key())) {
                String meant = Suggestion.of(entry.key(), KEYS);
                problems.error(
                        entry.place(),
                        "listen: " + entry.key() + ": unknown key (expected: "
                                + (meant == null ? String.join(", ", KEYS) : meant) + ")");
            }
        }
        String address = address(mapping);
        if (address == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(address);
        String mode = text(mapping, "mode");
        String delivery = isDelivery(mode) ? mode : null;
        if (mode != null && delivery == null) {
            text.append(",mode=").append(mode);
        }
        String owner = text(mapping, "owner");
        if (owner != null) {
            text.append(",owner=").append(owner);
        }
        String name = text(mapping, "name");
        return new FileListener(mapping.place(), name == null ? text.toString() : name + "=" + text, delivery);
    }

    private @Nullable String address(Tree.Mapping mapping) {
        String address = text(mapping, "address");
        String host = text(mapping, "host");
        String port = text(mapping, "port");
        String path = text(mapping, "path");
        if (address != null && host == null && port == null && path == null) {
            return isNumber(address) ? EVERY + ":" + address : address;
        } else if (path != null && address == null && host == null && port == null) {
            return path.startsWith(UNIX) ? path : UNIX + path;
        } else if (port != null && address == null && path == null) {
            boolean bare = host != null && host.indexOf(':') >= 0 && !host.startsWith("[");
            return (host == null || host.isEmpty() ? EVERY : bare ? "[" + host + "]" : host) + ":" + port;
        }
        problems.error(mapping.place(), "listen: an object (expected: address, or port and perhaps host, or path)");
        return null;
    }

    private @Nullable String text(Tree.Mapping mapping, String key) {
        for (Tree.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                if (entry.value() instanceof Tree.Scalar scalar && !scalar.isNothing()) {
                    return scalar.text();
                }
                problems.error(entry.value().place(), "listen: " + key, entry.value(), "a text");
            }
        }
        return null;
    }

    private static boolean isDelivery(@Nullable String mode) {
        for (Mode known : Mode.values()) {
            if (mode != null && known.toString().equals(mode.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
