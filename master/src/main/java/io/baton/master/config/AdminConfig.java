package io.baton.master.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a master shows itself over HTTP.
 *
 * @param address where; null if it does not
 * @param hosts names under which clients may ask, besides localhost and addresses
 * @param tokenFile has the token, an absolute path; null for that of the home
 * @param drainDelayMs how long it still accepts connections when it is to stop
 */
public record AdminConfig(
        @Nullable AdminAddress address, List<String> hosts, @Nullable Path tokenFile, long drainDelayMs) {

    /** It does not. */
    public static final AdminConfig OFF = new AdminConfig(null, List.of(), null, 0);

    /** What an operator may say about it. */
    static List<Key<?>> keys() {
        return List.of(Keys.ADMIN, Keys.ADMIN_HOSTS, Keys.ADMIN_TOKEN_FILE, Keys.DRAIN_DELAY);
    }

    public AdminConfig {
        hosts = List.copyOf(hosts);
    }

    /** What these settings say. */
    public static AdminConfig of(Settings settings) {
        Path file = settings.given(Keys.ADMIN_TOKEN_FILE);
        return new AdminConfig(
                settings.given(Keys.ADMIN),
                settings.get(Keys.ADMIN_HOSTS),
                file == null ? null : file.toAbsolutePath(),
                settings.get(Keys.DRAIN_DELAY));
    }

    /** What a command line or a file says, as variables for a daemon. What its environment says it finds itself. */
    public static Map<String, String> flags(Settings settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Key<?> key : keys()) {
            Source.Rank rank = settings.source(key).rank();
            if (rank == Source.Rank.FLAG || rank == Source.Rank.FILE) {
                variables.put(key.ownVariable(), settings.show(key));
            }
        }
        return variables;
    }
}
