package io.baton.master.client;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a daemon.
 *
 * @param version of Baton; empty if unknown
 * @param foreground whether it is a {@code run} in a terminal
 * @param startedAtMs since 1970; 0 if unknown
 * @param lastSeq the number of its newest event
 * @param notices what its operator should know, a line each
 */
public record Daemon(
        long pid,
        String version,
        String home,
        boolean foreground,
        long ageMs,
        long startedAtMs,
        long lastSeq,
        List<App> apps,
        List<String> notices) {

    /** Reads the answer to the request {@code snapshot}. */
    public static Daemon of(Fields answer) throws ClientException {
        Fields state = answer.object("snapshot");
        if (state == null) {
            throw new ClientException(ClientException.Trouble.GARBAGE, "the answer of the daemon has no snapshot");
        }
        List<App> apps = new ArrayList<>();
        for (Fields group : state.objects("groups")) {
            apps.add(App.of(group));
        }
        return new Daemon(
                state.number("pid", 0),
                state.text("version"),
                state.text("home"),
                state.isTrue("foreground"),
                state.number("ageMs", 0),
                state.number("startedAtMs", 0),
                state.number("lastSeq", 0),
                apps,
                state.texts("notices"));
    }
}
