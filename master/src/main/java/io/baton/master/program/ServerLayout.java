package io.baton.master.program;

import io.baton.master.config.ApplicationJar;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the files of a server lie. It may be a jar, with other jars that its manifest names; a jar of Spring Boot, with
 * jars in it; {@code quarkus-run.jar}; or a directory, with classes or with the unpacked content of such a jar.
 *
 * @param main the main class, if the operator named one
 * @param unpacks whether jars in jars are put beside each other, from where a JVM loads classes faster
 */
record ServerLayout(@Nullable String main, boolean unpacks) implements Copies.Reader<ServerOriginal> {

    private static final String QUARKUS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    private static final String QUARKUS_JAR = "quarkus-run.jar";

    /** What quarkus-run.jar finds beside itself. Manifests name only a part of it. */
    private static final List<String> QUARKUS_PARTS = List.of("lib", "app", "quarkus");

    @Override
    public ServerOriginal read(Path application) throws NotWholeException {
        Path real = real(application);
        if (Files.isDirectory(real)) {
            return directory(application, real);
        }
        ServerManifest manifest = ServerManifest.of(real);
        if (main != null) {
            return jar(application, real);
        }
        if (manifest.mainClass().isEmpty()) {
            throw new NotWholeException(application + " has no Main-Class (expected: one in its manifest, or --main)");
        }
        if (manifest.mainClass().equals(QUARKUS)) {
            return quarkus(application, real);
        }
        BootFiles boot = unpacks ? BootFiles.of(application, real, manifest) : null;
        return boot == null ? jar(application, real) : boot;
    }

    private ServerOriginal directory(Path application, Path directory) throws NotWholeException {
        if (main != null) {
            return classes(application, directory, main);
        }
        Path quarkus = directory.resolve(QUARKUS_JAR);
        if (Files.isRegularFile(quarkus)) {
            return quarkus(application, quarkus);
        }
        ServerManifest manifest = ServerManifest.in(directory);
        if (manifest.mainClass().isEmpty()) {
            BootFiles layers = BootFiles.ofLayers(application, directories(directory));
            if (layers != null) {
                return layers;
            }
        }
        if (manifest.mainClass().isEmpty()) {
            throw new NotWholeException(application + " is a directory without META-INF/MANIFEST.MF that has a"
                    + " Main-Class (expected: --main with the class to run)");
        }
        BootFiles boot = unpacks ? BootFiles.of(application, directory, manifest) : null;
        return boot == null
                ? new ServerTree(
                        application,
                        directory,
                        FileSet.of(application, List.of(directory)),
                        List.of(),
                        List.of(directory),
                        manifest.mainClass())
                : boot;
    }

    /** Classes, and the jars that lie with them. */
    private static ServerOriginal classes(Path application, Path directory, String main) throws NotWholeException {
        List<Path> classPath = new ArrayList<>(List.of(directory));
        classPath.addAll(jars(directory));
        classPath.addAll(jars(directory.resolve("lib")));
        requireJars(classPath.subList(1, classPath.size()));
        return new ServerTree(
                application, directory, FileSet.of(application, List.of(directory)), List.of(), classPath, main);
    }

    private ServerOriginal jar(Path application, Path jar) throws NotWholeException {
        List<Path> found = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        add(jar, found, directories);
        FileSet files = FileSet.of(application, found);
        return new ServerTree(application, parent(jar), files, directories, List.of(jar), main);
    }

    private static ServerOriginal quarkus(Path application, Path jar) throws NotWholeException {
        List<Path> roots = new ArrayList<>(List.of(jar));
        for (String part : QUARKUS_PARTS) {
            roots.add(jar.resolveSibling(part));
        }
        FileSet files = FileSet.of(application, roots);
        for (Path file : files.files()) {
            if (file.toString().endsWith(".jar")) {
                requireJars(List.of(file));
            }
        }
        return new ServerTree(application, parent(jar), files, List.of(), List.of(jar), null);
    }

    private static Path parent(Path jar) {
        return Objects.requireNonNull(jar.getParent());
    }

    /** A jar, and the jars and directories that its manifest and theirs name with relative paths. */
    private static void add(Path jar, List<Path> found, List<Path> directories) throws NotWholeException {
        if (Files.isDirectory(jar)) {
            directories.add(jar);
        }
        if (found.contains(jar) || !Files.isRegularFile(jar)) {
            return;
        }
        requireJars(List.of(jar));
        found.add(jar);
        for (Path named : ServerManifest.of(jar).classPath(jar)) {
            add(named, found, directories);
        }
    }

    private static void requireJars(List<Path> files) throws NotWholeException {
        for (Path file : files) {
            if (!ApplicationJar.isZip(file)) {
                throw new NotWholeException(file + " is damaged, or no jar");
            }
        }
    }

    private static List<Path> jars(Path directory) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
            found.forEach(jars::add);
        } catch (IOException e) {
            // There is no such directory.
        }
        jars.sort(null);
        return jars;
    }

    private static List<Path> directories(Path directory) {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, Files::isDirectory)) {
            found.forEach(directories::add);
        } catch (IOException e) {
            // It may not be read.
        }
        directories.sort(null);
        return directories;
    }

    /** A JVM resolves the names in a manifest where a link leads to. */
    private static Path real(Path application) throws NotWholeException {
        try {
            return application.toRealPath();
        } catch (IOException e) {
            throw new NotWholeException(application + ": no such file");
        }
    }
}
