package io.baton.master.servers;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two workers of other servers are replaced under the load of {@link SpringReloadIT}. Profile {@code servers}. */
@EnabledIfSystemProperty(named = "baton.servers", matches = "(?!false$).+")
@Timeout(900)
final class ServerReloadIT {

    private static final List<String> SERVERS =
            List.of("undertow", "jetty", "vertx5", "webflux", "quarkus", "micronaut", "ktor-netty");
    private static final int RELOADS = 3;

    /** These, or those named by {@code -Dbaton.servers}. */
    static List<String> servers() {
        String named = System.getProperty("baton.servers", "true");
        return named.equals("true") ? SERVERS : List.of(named.split(",", -1));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void reloadsUnderLoadLoseNoRequestAndNoConnection(String name, @TempDir Path home) throws Exception {
        SpringReloadIT.reload(name, home, RELOADS);
    }
}
