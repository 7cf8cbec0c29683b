package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts a master from the packaged jar, on the JVM under test, with a home of its own unless one is named. */
public final class MasterCommand {

    private static final int LIMIT_SECONDS = 120;
    private static final int LONG_LIMIT_SECONDS = 600;

    private final Map<String, String> environment = new HashMap<>();
    private List<String> jvmOptions = List.of();
    private Path jar = packagedJar();
    private String java = java();
    private String before = "";
    private boolean decidesSpares;
    private int limitSeconds = LIMIT_SECONDS;
    private @Nullable Path home;

    /** How a command ended, and all that it said. */
    public record Outcome(int exitCode, String output) {}

    /** The JVM under test: {@code -Dbaton.test.java}. */
    public static String java() {
        return System.getProperty(
                "baton.test.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    static Path packagedJar() {
        Path jar = Path.of("target", "master.jar").toAbsolutePath();
        assertThat(jar).as("packaged master; run mvn package").exists();
        return jar;
    }

    /** Another jar than the packaged one. */
    MasterCommand jar(Path otherJar) {
        jar = otherJar;
        return this;
    }

    /** The JVM under test by another name. */
    MasterCommand java(Path name) {
        java = name.toString();
        return this;
    }

    /** A home that outlives the master; it need not exist. */
    public MasterCommand home(Path sharedHome) {
        home = sharedHome;
        return this;
    }

    public MasterCommand environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    MasterCommand jvm(String... options) {
        jvmOptions = List.of(options);
        return this;
    }

    /** What the shell does in the process that becomes the master, just before. */
    MasterCommand after(String shell) {
        before = shell + "; ";
        return this;
    }

    /** For a command that takes minutes on a busy machine. */
    public MasterCommand patiently() {
        limitSeconds = LONG_LIMIT_SECONDS;
        return this;
    }

    /** The master itself decides how many spares there are. */
    MasterCommand decidingSpares() {
        decidesSpares = true;
        return this;
    }

    /**
     * Starts it on a free port with two workers, no spares and all details in its log, unless the options say otherwise. In
     * a home of its own the packaged jar finds its library unpacked, with archives; any other has none and makes none. A
     * configuration file says itself how many workers there are, and where they listen.
     */
    public MasterProcess start(String... options) {
        environment.putIfAbsent("JAVA_TOOL_OPTIONS", "-Dio.netty.leakDetection.level=paranoid");
        List<String> all = new ArrayList<>(List.of("run"));
        if (List.of(options).stream().noneMatch(option -> option.endsWith(".yml"))) {
            if (!List.of(options).contains("--listen")) {
                addDefault(all, options, "--port", "0");
            }
            addDefault(all, options, "-i", "2");
        }
        if (!decidesSpares) {
            addDefault(all, options, "--spares", "0");
        }
        addDefault(all, options, "--archive", sharesLibrary() ? "auto" : "off");
        addDefault(all, options, "--log-level", "debug");
        all.addAll(List.of(options));
        if (home != null) {
            return new MasterProcess(launch(home, all), home, () -> {});
        }
        Path own = temporaryHome();
        return new MasterProcess(launch(own, all), own, () -> deleteTree(own));
    }

    /** Runs it with exactly these arguments, to its end. */
    public Outcome run(String... arguments) throws IOException, InterruptedException {
        if (home != null) {
            return outcome(launch(home, List.of(arguments)), limitSeconds);
        }
        Path own = temporaryHome();
        try {
            return outcome(launch(own, List.of(arguments)));
        } finally {
            deleteTree(own);
        }
    }

    /** A port on which no process listens now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static Outcome outcome(Process process) throws IOException, InterruptedException {
        return outcome(process, LIMIT_SECONDS);
    }

    private static Outcome outcome(Process process, int seconds) throws IOException, InterruptedException {
        process.onExit().orTimeout(seconds, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** In a session of its own. Both setsid(1) and the shell execute the next in place, so the pid is the master's. */
    private Process launch(Path theHome, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", before + "exec \"$@\"", "sh", java));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("PORT", "WEB_CONCURRENCY"));
        builder.environment().put("BATON_HOME", theHome.toString());
        builder.environment().putAll(environment);
        if (Files.isDirectory(theHome)) {
            // Where a JVM that crashes leaves its report.
            builder.directory(theHome.toFile());
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void addDefault(List<String> all, String[] given, String option, String value) {
        if (!List.of(given).contains(option)) {
            all.addAll(List.of(option, value));
        }
    }

    private boolean sharesLibrary() {
        return home == null && jar.equals(packagedJar()) && java.equals(java());
    }

    private Path temporaryHome() {
        try {
            Path own = Files.createTempDirectory("baton-it-");
            if (sharesLibrary()) {
                Files.createSymbolicLink(own.resolve("lib"), TrainedLibrary.directory());
            }
            return own;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Deletes a directory with all that is in it. */
    public static void deleteTree(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
