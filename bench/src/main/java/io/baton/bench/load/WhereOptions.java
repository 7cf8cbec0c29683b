package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.contender.Contenders;
import io.baton.bench.load.figure.Report;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that measures: where things are, and where the result goes. */
public final class WhereOptions {

    @Option(names = "--master", description = "Baton's jar; default: master/target/master.jar beside this module.")
    private @Nullable Path master;

    @Option(
            names = "--cache",
            description = "Where pm2 is installed once, with npm; default: baton-bench in the user's cache directory.")
    private @Nullable Path cache;

    @Option(
            names = "--node",
            description = "The Node that runs pm2 with its script and baton-node's workers, a path or a name.")
    private String node = "node";

    @Option(
            names = "--server",
            description =
                    "The jar of a server that knows nothing of Baton: the contenders server and baton-server run it.")
    private @Nullable Path server;

    @Option(names = "--out", description = "Also writes results.json, results.md and plots (SVG) to this directory.")
    private @Nullable Path out;

    /** All contenders, as these options have them. */
    public List<Contender> contenders(Path workplace) {
        return Contenders.all(
                masterJar(),
                benchJar(),
                workplace.resolve("home"),
                cache(),
                node,
                Optional.ofNullable(server).map(Path::toAbsolutePath));
    }

    /** Baton's jar, there or not. */
    public Path masterJar() {
        Path beside = benchJar().resolve("../../../master/target/master.jar").normalize();
        return master == null ? beside : master.toAbsolutePath();
    }

    /** The jar that this program runs from. */
    public static Path benchJar() {
        return Path.of(URI.create(WhereOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    /** Where files go beside the report's; null if nothing is to be written. */
    public @Nullable Path out() {
        return out;
    }

    /** Prints the tables, and writes everything if a directory was named. */
    public void publish(Report report) throws IOException {
        System.out.print(report.markdown());
        if (out != null) {
            ReportFiles.write(report, out);
        }
    }

    private Path cache() {
        if (cache != null) {
            return cache.toAbsolutePath();
        }
        String base = System.getenv("XDG_CACHE_HOME");
        return base == null || base.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "baton-bench")
                : Path.of(base, "baton-bench");
    }
}
