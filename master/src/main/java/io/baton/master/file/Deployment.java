package io.baton.master.file;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.HeapSum;
import io.baton.master.config.Keys;
import io.baton.master.config.ListenConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All applications that were chosen: no two can listen on one address. */
final class Deployment {

    private record Taken(String address, @Nullable String host, int port, FileApplication application) {}

    private final List<Taken> taken = new ArrayList<>();
    private final List<GroupConfig> configs = new ArrayList<>();
    private final Problems problems;

    Deployment(Problems problems) {
        this.problems = problems;
    }

    /** Adds an application, and tells which of its addresses another one has. */
    void add(ApplicationAssembly assembly) {
        GroupConfig config = assembly.config();
        if (config != null) {
            configs.add(config);
        }
        if (config == null || !assembly.application().listensThere()) {
            return;
        }
        List<Taken> own = new ArrayList<>();
        for (ListenConfig listener : config.listeners()) {
            Taken wanted =
                    new Taken(listener.address().toString(), listener.host(), listener.port(), assembly.application());
            for (Taken other : taken) {
                if (collide(wanted, other)) {
                    problems.error(place(assembly.application()), collision(wanted, other));
                }
            }
            own.add(wanted);
        }
        taken.addAll(own);
    }

    /** What the operator should know about all of them together; null for nothing. */
    @Nullable
    String warning() {
        return HeapSum.warning(configs);
    }

    private static String collision(Taken wanted, Taken other) {
        String where = wanted.port() > 0 ? "port " + wanted.port() : wanted.address();
        return wanted.application().name() + ": " + where + " (expected: another address, "
                + other.application().name() + " in line "
                + other.application().place().line() + " listens there)";
    }

    private static boolean collide(Taken one, Taken other) {
        if (one.port() <= 0 || other.port() <= 0) {
            return one.port() == other.port() && one.port() < 0 && one.address().equals(other.address());
        }
        return one.port() == other.port()
                && (one.host() == null
                        || other.host() == null
                        || Objects.equals(plain(one.host()), plain(other.host())));
    }

    private static @Nullable String plain(@Nullable String host) {
        return "localhost".equals(host) ? "127.0.0.1" : host;
    }

    private static Place place(FileApplication application) {
        Place place = application.placeOf(Keys.PORT);
        return Places.find("listen") == null || application.has(Keys.PORT)
                ? place
                : application.placeOf(Objects.requireNonNull(Places.find("listen")));
    }
}
