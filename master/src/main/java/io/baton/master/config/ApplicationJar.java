package io.baton.master.config;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar that is to be the application, looked into before a worker starts: no JVM is started to find out what is missing. */
public final class ApplicationJar {

    private static final String SERVICE = "META-INF/services/io.baton.worker.spi.Application";

    /** Classes that worker.jar brings. */
    private static final String WORKERS_OWN = "io.baton.";

    /** Of class files: 17's is 61. */
    private static final int VERSION_OFFSET = 44;

    /** The class that master.jar begins with. */
    private static final String MASTER = "io.baton.master.Main";

    private static final String ITSELF = "is Baton itself";
    private static final String CUT_OFF = "is damaged, or no jar: it is cut off";

    private ApplicationJar() {}

    /** Whether a file ends as a zip file does. */
    public static boolean isZip(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() > 0 && !ZipEnd.isOfInnerFile(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** Why the jar cannot be an application, in words that follow its name; null if it may be one. */
    public static @Nullable String fault(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            return ZipEnd.isOfInnerFile(file) ? CUT_OFF : fault(jar);
        } catch (IOException | SecurityException e) {
            return "is damaged, or no jar: " + e.getMessage();
        }
    }

    /**
     * What its manifest adds to a class path, as it is written there, but for what has an absolute path; nothing if it
     * cannot be read.
     */
    public static List<String> relativeClassPath(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            String named = classPath(jar);
            List<String> relative = new ArrayList<>();
            for (String name : named == null ? List.<String>of() : List.of(named.split(" ", -1))) {
                if (!name.isEmpty() && !name.startsWith("/") && name.indexOf(':') < 0) {
                    relative.add(name);
                }
            }
            return relative;
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether it has no application for Baton's workers, nor has a jar that it names, but a class that a JVM runs. */
    static boolean isServer(Path file) {
        return serverFault(file) == null && !hasService(file, new HashSet<>());
    }

    /** Why a JVM cannot run the jar, in words that follow its name; null if it may be able to. */
    static @Nullable String serverFault(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            Manifest manifest = jar.getManifest();
            String main = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (ZipEnd.isOfInnerFile(file)) {
                return CUT_OFF;
            }
            if (main == null || main.isBlank()) {
                return "has no Main-Class in its manifest";
            }
            return main.equals(MASTER) ? ITSELF : null;
        } catch (IOException | SecurityException e) {
            return "is damaged, or no jar: " + e.getMessage();
        }
    }

    private static boolean hasService(Path file, Set<Path> seen) {
        if (!seen.add(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(SERVICE) != null) {
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        for (String name : relativeClassPath(file)) {
            if (name.endsWith(".jar") && hasService(file.resolveSibling(name).normalize(), seen)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String fault(JarFile jar) throws IOException {
        // What it needs may be in other jars, which its manifest names.
        boolean alone = classPath(jar) == null;
        ZipEntry service = jar.getEntry(SERVICE);
        if (service == null) {
            Manifest manifest = jar.getManifest();
            if (manifest != null && MASTER.equals(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))) {
                return ITSELF;
            }
            return alone ? "is no application: it has neither a Main-Class nor " + SERVICE : null;
        }
        String provider = provider(jar, service);
        if (provider == null) {
            return "is no application: its " + SERVICE + " names no class";
        }
        ZipEntry type = jar.getEntry(provider.replace('.', '/') + ".class");
        if (type == null) {
            return alone && !provider.startsWith(WORKERS_OWN)
                    ? "is no application: it has no class " + provider + ", which its " + SERVICE + " names"
                    : null;
        }
        int version = classVersion(jar, type);
        int ours = Runtime.version().feature();
        return version > ours
                ? "is compiled for Java " + version + " (expected: at most " + ours + ", the JVM here)"
                : null;
    }

    private static @Nullable String classPath(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        return manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    }

    /** The first class that the service's file names, as ServiceLoader reads it. */
    private static @Nullable String provider(JarFile jar, ZipEntry service) throws IOException {
        try (InputStream in = jar.getInputStream(service)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\R", -1)) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).trim();
                if (!name.isEmpty()) {
                    return name;
                }
            }
        }
        return null;
    }

    private static int classVersion(JarFile jar, ZipEntry type) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(type))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort() - VERSION_OFFSET;
        }
    }
}
