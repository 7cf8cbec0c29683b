package io.baton.master.group;

import io.baton.master.config.Declaration;
import io.baton.master.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one declaration of an application says otherwise than another. */
final class Difference {

    /** They differ from one shell to the next, or from one command to the next. */
    private static final Set<String> OF_THE_SHELL = Set.of(
            "_",
            "COLUMNS",
            "LINES",
            "OLDPWD",
            "PWD",
            "SHLVL",
            "SSH_CLIENT",
            "SSH_CONNECTION",
            "SSH_TTY",
            "STY",
            "TERM",
            "TERM_SESSION_ID",
            "TMUX",
            "TMUX_PANE",
            "WINDOW",
            "WINDOWID",
            "XDG_SESSION_ID");

    private Difference() {}

    /** In words, the environments aside; null if they say the same. */
    static @Nullable String of(Declaration running, Declaration wanted) {
        if (!Objects.equals(absolute(running), absolute(wanted))) {
            return "another program, " + (running.file() == null ? "the built-in application" : running.file());
        }
        if (!running.arguments().equals(wanted.arguments())) {
            return "other arguments, " + running.arguments();
        }
        Map<String, String> old = texts(running);
        Map<String, String> now = texts(wanted);
        for (String key : union(old, now)) {
            if (!Objects.equals(old.get(key), now.get(key))) {
                return old.containsKey(key) ? key + " " + old.get(key) : "no " + key;
            }
        }
        if (!Objects.equals(
                running.surroundings().directory(), wanted.surroundings().directory())) {
            return "another directory, " + running.surroundings().directory();
        }
        return Objects.equals(
                        running.surroundings().java(), wanted.surroundings().java())
                ? null
                : "another JVM, " + running.surroundings().java();
    }

    /** For the operator, what begins with a comma; empty if the environments of both are the same. */
    static String ofEnvironments(Declaration running, Declaration wanted) {
        Map<String, String> old = running.surroundings().environment();
        Map<String, String> now = wanted.surroundings().environment();
        List<String> different = union(old, now).stream()
                .filter(name -> !OF_THE_SHELL.contains(name) && !Objects.equals(old.get(name), now.get(name)))
                .toList();
        return different.isEmpty()
                ? ""
                : ", with another environment (" + different.get(0) + (different.size() > 1 ? ", ..." : "")
                        + "); reload --update-env takes this one";
    }

    private static @Nullable Object absolute(Declaration declaration) {
        return declaration.file() == null ? null : declaration.file().toAbsolutePath();
    }

    private static Map<String, String> texts(Declaration declaration) {
        Map<String, String> texts = new HashMap<>();
        for (Settings.Said said : declaration.settings().said()) {
            texts.merge(said.key().name(), said.text(), (one, other) -> one + " " + other);
        }
        return texts;
    }

    private static Set<String> union(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new TreeMap<>(one);
        both.putAll(other);
        return both.keySet();
    }
}
