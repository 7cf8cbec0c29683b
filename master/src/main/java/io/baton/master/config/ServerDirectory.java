package io.baton.master.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A directory that is to be a server: classes, or a jar that was unpacked, in one piece or in layers. */
final class ServerDirectory {

    private static final String QUARKUS_JAR = "quarkus-run.jar";

    private ServerDirectory() {}

    /**
     * Requires that something says which class a JVM runs.
     *
     * @param main the class that the operator named
     * @throws ConfigException if nothing does
     */
    static void require(Path directory, @Nullable String main, Settings settings) {
        Application.Kind said = settings.given(Keys.AS);
        if (said != null && said != Application.Kind.SERVER) {
            throw new ConfigException(
                    settings.source(Keys.AS) + ": " + directory + " is a directory (expected: server)");
        }
        if (main == null && !Files.isRegularFile(directory.resolve(QUARKUS_JAR)) && !namesMain(directory)) {
            throw new ConfigException("application: " + directory
                    + " is a directory (expected: a jar or a Node program," + " or --main with the class to run)");
        }
    }

    private static boolean namesMain(Path directory) {
        if (manifestNamesMain(directory)) {
            return true;
        }
        try (DirectoryStream<Path> layers = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path layer : layers) {
                if (manifestNamesMain(layer)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // It may not be read.
        }
        return false;
    }

    private static boolean manifestNamesMain(Path directory) {
        try (InputStream in = Files.newInputStream(directory.resolve(JarFile.MANIFEST_NAME))) {
            return new Manifest(in).getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
