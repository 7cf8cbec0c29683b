package io.baton.master.group;

import io.baton.master.config.Application;
import io.baton.master.config.GroupConfig;
import io.baton.master.listen.Listeners;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a group shows of itself in a snapshot. */
final class GroupReport {

    private GroupReport() {}

    /**
     * The application, without a crew.
     *
     * @param slots that it has while it is stopped
     */
    static GroupSnapshot of(
            GroupConfig config,
            GroupState state,
            int generation,
            List<SlotSnapshot> slots,
            List<ListenerSnapshot> listeners) {
        Application application = config.application();
        return new GroupSnapshot(
                config.name(),
                state,
                generation,
                config.delivery().mode().toString(),
                application == null ? "built-in" : application.kind().name().toLowerCase(Locale.ROOT),
                application == null ? null : text(application.file()),
                text(config.surroundings().directory()),
                config.workers(),
                config.supervision().minReady(),
                config.spares().orElse(0),
                slots,
                List.of(),
                List.of(),
                listeners);
    }

    /** What the file was found to be, as the rest of a sentence's facts; empty for the built-in application. */
    static String kind(@Nullable Application application) {
        if (application == null) {
            return "";
        }
        String what =
                switch (application.kind()) {
                    case JAR -> " has an application for Baton's workers";
                    case NODE -> " is a Node program";
                    case SERVER -> " is a server that knows nothing of Baton";
                };
        return "; " + application.file().getFileName() + what;
    }

    /** So many, in words. */
    static String workers(int number) {
        return number == 1 ? "1 worker" : number + " workers";
    }

    /** Where they serve, for the operator; empty if nowhere yet. */
    static String where(Listeners listeners) {
        List<String> urls = listeners.operatorsUrls();
        return urls.isEmpty() ? "" : urls.stream().collect(Collectors.joining(" and ", " on ", ""));
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }
}
