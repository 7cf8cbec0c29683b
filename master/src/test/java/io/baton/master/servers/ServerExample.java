package io.baton.master.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.OtherJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A server under {@code worker/servers} that knows nothing of Baton, built once and kept in the target directory. */
final class ServerExample {

    private static final Path SOURCES = Path.of("..", "worker", "servers").toAbsolutePath();
    private static final Path BUILT = Path.of("target", "servers").toAbsolutePath();
    private static final int BUILDING_SECONDS = 300;

    private ServerExample() {}

    /** Its executable jar. Skips the test, saying why, where the libraries of the server cannot be had. */
    static Path jar(String name) throws Exception {
        Path source = SOURCES.resolve(name);
        if (Files.isRegularFile(source)) {
            return compiled(source);
        }
        if (name.equals("helidon")) {
            require(OtherJvm.version(Path.of(MasterCommand.java())) >= 21, "helidon", "it needs JDK 21 or newer");
        }
        Path directory = BUILT.resolve(name);
        Path jar = directory.resolve("target").resolve(runnable(name));
        if (!isNewer(jar, source)) {
            if (Files.exists(directory)) {
                MasterCommand.deleteTree(directory);
            }
            copy(source, directory);
            String obstacle = build(directory, "-o");
            if (!obstacle.isEmpty()) {
                obstacle = build(directory, "-B");
            }
            require(obstacle.isEmpty(), name, obstacle);
        }
        return jar;
    }

    private static void require(boolean met, String name, String obstacle) {
        if (!met) {
            System.out.println("server " + name + " is skipped: " + obstacle);
        }
        assumeTrue(met, obstacle);
    }

    private static String runnable(String name) {
        return name.equals("quarkus") ? "quarkus-app/quarkus-run.jar" : "server.jar";
    }

    private static boolean isNewer(Path jar, Path source) throws IOException {
        if (!Files.exists(jar)) {
            return false;
        }
        for (Path file : files(source)) {
            if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void copy(Path source, Path directory) throws IOException {
        for (Path file : files(source)) {
            Path copy = directory.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    /** What a build in the sources' own directory left is no source. */
    private static List<Path> files(Path source) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(source.resolve("target")))
                    .toList();
        }
    }

    /** Returns why it could not; empty if it could. */
    private static String build(Path directory, String option) throws Exception {
        Path output = directory.resolve("mvn.out");
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", option, "package"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Path jdk = Path.of(MasterCommand.java()).resolve("../..").normalize();
        if (Files.isExecutable(jdk.resolve("bin").resolve("javac"))) {
            builder.environment().put("JAVA_HOME", jdk.toString());
        }
        Process maven;
        try {
            maven = builder.start();
        } catch (IOException e) {
            return "no mvn: " + e.getMessage();
        }
        if (!maven.waitFor(BUILDING_SECONDS, TimeUnit.SECONDS)) {
            maven.destroyForcibly().waitFor();
            return "mvn package takes longer than " + BUILDING_SECONDS + " s";
        }
        return maven.exitValue() == 0 ? "" : "mvn package failed: " + Files.readString(output);
    }

    /** A single source file, without any library. */
    private static Path compiled(Path source) throws IOException {
        String file = source.getFileName().toString();
        String main = file.substring(0, file.length() - ".java".length());
        Path classes = BUILT.resolve("jdk").resolve(main);
        Files.createDirectories(classes);
        int outcome = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-nowarn", "-d", classes.toString(), source.toString());
        if (outcome != 0) {
            throw new AssertionError(source + " does not compile");
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
        Path jar = classes.resolve("server.jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes, manifest);
                Stream<Path> found = Files.list(classes)) {
            for (Path compiled :
                    found.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(compiled.getFileName().toString()));
                out.write(Files.readAllBytes(compiled));
            }
        }
        return jar;
    }
}
