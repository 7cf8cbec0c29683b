package io.baton.master.group;

import io.baton.master.config.GroupConfig;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a reload cannot change: the sockets, how connections come to workers, and which workers there are beside those
 * that serve.
 */
final class RestartNeed {

    private RestartNeed() {}

    /** The first such change, in words; null if there is none. */
    static @Nullable String of(GroupConfig running, GroupConfig wanted) {
        if (running.isNode() != wanted.isNode() || running.isServer() != wanted.isServer()) {
            return "another kind of program needs a restart (" + kind(running) + " runs, " + kind(wanted)
                    + " is wanted)";
        } else if (!running.listeners().equals(wanted.listeners())) {
            return needs("listeners", listeners(running), listeners(wanted));
        } else if (!running.delivery().equals(wanted.delivery())) {
            return needs("mode, dispatch, sticky, slow_start, migrate or rebalance", null, null);
        } else if (running.supervision().timeouts().holdMs()
                != wanted.supervision().timeouts().holdMs()) {
            return needs("hold_timeout", running.supervision().timeouts().holdMs() + " ms", null);
        } else if (running.relays() != wanted.relays()) {
            return needs("relay", null, null);
        } else if (running.supervision().killTree() != wanted.supervision().killTree()) {
            return needs("kill_tree", null, null);
        } else if (!running.spares().equals(wanted.spares())) {
            return needs("spares", null, null);
        }
        return Objects.equals(
                        running.surroundings().user(), wanted.surroundings().user())
                ? null
                : needs(
                        "user",
                        running.surroundings().user(),
                        wanted.surroundings().user());
    }

    private static String needs(String what, @Nullable String running, @Nullable String wanted) {
        String both = running == null ? "" : " (" + running + (wanted == null ? "" : ", " + wanted + " wanted") + ")";
        return "a change of " + what + " needs a restart" + both + ": delete, then start";
    }

    private static String listeners(GroupConfig config) {
        List<String> all = config.listeners().stream()
                .map(listener -> listener.address().url())
                .toList();
        return all.isEmpty() ? "none" : all.stream().collect(Collectors.joining(" and "));
    }

    private static String kind(GroupConfig config) {
        return config.isNode() ? "a Node program" : config.isServer() ? "a server" : "a JVM application";
    }
}
