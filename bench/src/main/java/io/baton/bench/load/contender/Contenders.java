package io.baton.bench.load.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All servers that can be measured, by the names that the command line knows them by. */
public final class Contenders {

    private static final Set<Ability> COMPUTES = Set.of(Ability.COMPUTES);
    private static final Set<Ability> ALL = Set.of(Ability.COMPUTES, Ability.REPLACES_WORKERS);
    private static final String SINGLE = "single.js";
    private static final int WORKERS = 2;

    private Contenders() {}

    /**
     * All of them, each with two workers if it has workers.
     *
     * @param masterJar Baton's
     * @param benchJar this program's
     * @param home an empty directory for what Baton keeps between starts
     * @param cache for what has to be installed first
     * @param node the Node that runs pm2, its scripts, and Baton's Node workers
     * @param server the jar of a server that knows nothing of Baton, if one was named
     */
    public static List<Contender> all(
            Path masterJar, Path benchJar, Path home, Path cache, String node, Optional<Path> server) {
        List<Contender> all = new ArrayList<>(batons(masterJar, home));
        all.add(new BatonNode("baton-node", masterJar, home, node, List.of()));
        all.add(new BatonNode("baton-node-migrate", masterJar, home, node, List.of("--node-migrate")));
        all.addAll(List.of(
                new PlainNettyProcess("netty", benchJar, 1, Map.of()),
                new PlainNettyProcess("netty-2", benchJar, WORKERS, Map.of()),
                new Node("node-cluster", "cluster.js", List.of("rr"), ALL),
                new Node("node-cluster-none", "cluster.js", List.of("none"), ALL),
                new Node("node-handoff", "handoff.js", List.of(), COMPUTES),
                new Node("node", SINGLE, List.of(), COMPUTES),
                new Pm2("pm2", SINGLE, node, cache.resolve("pm2")),
                new Pm2("pm2-graceful", "graceful.js", node, cache.resolve("pm2")),
                new Nginx(),
                new Gunicorn(),
                new HandoffInC("c-handoff", List.of()),
                new HandoffInC("c-direct", List.of("direct"))));
        all.addAll(servers(masterJar, home, server));
        return all;
    }

    private static List<Contender> servers(Path masterJar, Path home, Optional<Path> jar) {
        Path trained = home.resolveSibling("server-home");
        Path untrained = home.resolveSibling("plain-server-home");
        return List.of(
                new UnmodifiedServer("server", jar),
                new BatonServer("baton-server", masterJar, jar, trained, List.of()),
                new BatonServer("baton-server-no-archive", masterJar, jar, untrained, List.of("--archive", "off")),
                new BatonServer(
                        "baton-server-no-observe",
                        masterJar,
                        jar,
                        untrained,
                        List.of("--archive", "off", "--no-observe")));
    }

    private static List<Contender> batons(Path masterJar, Path home) {
        return List.of(
                new Baton("baton", masterJar, home, WORKERS, List.of(), Map.of()),
                new Baton("baton-shared", masterJar, home, WORKERS, List.of("--mode", "shared"), Map.of()),
                new Baton("baton-reuseport", masterJar, home, WORKERS, List.of("--mode", "reuseport"), Map.of()),
                new Baton("baton-no-spare", masterJar, home, WORKERS, List.of("--spares", "0"), Map.of()),
                new Baton("baton-warm-up", masterJar, home, WORKERS, List.of("--warm-up", "GET /"), Map.of()),
                new Baton("baton-no-migrate", masterJar, home, WORKERS, List.of("--no-migrate"), Map.of()),
                new Baton(
                        "baton-c1",
                        masterJar,
                        home,
                        WORKERS,
                        List.of("--spares", "0"),
                        Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")));
    }
}
