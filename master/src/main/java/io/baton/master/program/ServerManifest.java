package io.baton.master.program;

import io.baton.master.config.ApplicationJar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/**
 * What the manifest of a server's jar says.
 *
 * @param attributes the main ones
 */
record ServerManifest(Attributes attributes) {

    /**
     * Reads it.
     *
     * @throws NotWholeException if the file is missing, half written or no jar
     */
    static ServerManifest of(Path file) throws NotWholeException {
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            if (!ApplicationJar.isZip(file)) {
                throw new IOException("it is cut off");
            }
            Manifest manifest = jar.getManifest();
            return new ServerManifest(manifest == null ? new Attributes() : manifest.getMainAttributes());
        } catch (IOException | SecurityException e) {
            throw new NotWholeException(file + " is damaged, or no jar: " + e.getMessage());
        }
    }

    /** That of a jar that was unpacked into this directory; an empty one if there is none. */
    static ServerManifest in(Path directory) {
        try (InputStream in = Files.newInputStream(directory.resolve(JarFile.MANIFEST_NAME))) {
            return new ServerManifest(new Manifest(in).getMainAttributes());
        } catch (IOException e) {
            return new ServerManifest(new Attributes());
        }
    }

    /** The value of an attribute; empty if there is none. */
    String value(String name) {
        String value = attributes.getValue(name);
        return value == null ? "" : value.trim();
    }

    String mainClass() {
        return value("Main-Class");
    }

    /**
     * The class-path entries that it names with relative paths.
     *
     * @param jar where its jar is: a JVM resolves the names where a link leads to
     */
    List<Path> classPath(Path jar) {
        List<Path> paths = new ArrayList<>();
        for (String name : value("Class-Path").split(" ", -1)) {
            if (!name.isEmpty() && !name.startsWith("/") && name.indexOf(':') < 0) {
                paths.add(resolve(jar, name));
            }
        }
        return paths;
    }

    /** A manifest names its entries as URLs. Their characters may be percent-encoded. */
    private static Path resolve(Path jar, String name) {
        try {
            return Path.of(jar.toUri().resolve(URI.create(name))).normalize();
        } catch (IllegalArgumentException e) {
            return jar.resolveSibling(name).normalize();
        }
    }
}
