package io.baton.bench.load.contender;

import io.baton.master.jvm.Jdk;
import io.baton.master.jvm.JvmFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@link io.baton.bench.served.PlainNetty} in a JVM with the flags and the environment that Baton gives its workers. It
 * shows the cost of Baton's own handlers without a handoff.
 *
 * @param loops how many event loops serve
 * @param environment not empty: the application that it configures is served instead of the built-in one
 */
record PlainNettyProcess(String name, Path benchJar, int loops, Map<String, String> environment) implements Contender {

    private static final int HEAP_MB = 40;

    private static final List<String> LIMITS = List.of(
            "-XX:MaxDirectMemorySize=32m",
            "-XX:ReservedCodeCacheSize=32m",
            "-Dio.netty.jfr.enabled=false",
            "-Dio.netty.leakDetection.level=disabled");

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.COMPUTES);
    }

    @Override
    public Optional<String> missing() {
        return Files.isRegularFile(benchJar) ? Optional.empty() : Optional.of("this program does not run from a jar");
    }

    @Override
    public Optional<Contender> withWorkers(int count) {
        return Optional.of(new PlainNettyProcess(name, benchJar, count, environment));
    }

    /** One that this program's own jar has. */
    @Override
    public Optional<Contender> withApplication(Path jar, Map<String, String> variables) {
        return Optional.of(new PlainNettyProcess(name, benchJar, loops, variables));
    }

    @Override
    public Launch prepare(int port, Path directory) {
        List<String> command = new ArrayList<>(List.of(Java.binary()));
        if (environment.isEmpty()) {
            // As a worker: a user's application gets the JVM's defaults.
            command.addAll(JvmFlags.small(HEAP_MB));
            command.addAll(LIMITS);
        }
        command.addAll(JvmFlags.common(Jdk.OWN.version()));
        command.addAll(JvmFlags.nativeAccess(Jdk.OWN.version()));
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                benchJar.toString(),
                "io.baton.bench.served.PlainNetty",
                String.valueOf(port),
                String.valueOf(loops)));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("MALLOC_ARENA_MAX", "2");
        return new Launch(command, variables);
    }
}
