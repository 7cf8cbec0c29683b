package io.baton.master.program;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * What is where in a jar that Spring Boot has packed.
 *
 * @param manifest that of the jar
 * @param classes for each file of the application's own, its name without Boot's directory, and with it
 * @param libraries the jars in it, in the order of the class path
 */
record BootPackage(ServerManifest manifest, Map<String, String> classes, List<String> libraries) {

    private static final Set<String> LAUNCHERS = Set.of(
            "org.springframework.boot.loader.JarLauncher",
            "org.springframework.boot.loader.WarLauncher",
            "org.springframework.boot.loader.launch.JarLauncher",
            "org.springframework.boot.loader.launch.WarLauncher");

    private static final String LOADER = "org/springframework/boot/loader/";
    private static final String META = "META-INF/";
    private static final String START_CLASS = "Start-Class";

    /** Boot's own attributes, which would be untrue of the copy. */
    private static final List<String> BOOTS_OWN = List.of(
            START_CLASS,
            "Spring-Boot-Classes",
            "Spring-Boot-Lib",
            "Spring-Boot-Classpath-Index",
            "Spring-Boot-Layers-Index");

    /** Whether Boot's launcher starts it, and which class of the application's that starts. */
    static boolean isNamedBy(ServerManifest manifest) {
        return LAUNCHERS.contains(manifest.mainClass())
                && !manifest.value(START_CLASS).isEmpty();
    }

    /** How it is packed; null if it has anything that would mean something else beside the launcher. */
    static @Nullable BootPackage of(Contents contents, ServerManifest manifest) throws IOException {
        boolean war = manifest.mainClass().endsWith("WarLauncher");
        String own = war ? "WEB-INF/" : "BOOT-INF/";
        List<String> libraryPlaces = war ? List.of(own + "lib/", own + "lib-provided/") : List.of(own + "lib/");
        if (!manifest.value("Class-Path").isEmpty()
                || isElsewhere(manifest, "Spring-Boot-Classes", own + "classes/")
                || isElsewhere(manifest, "Spring-Boot-Lib", own + "lib/")) {
            return null;
        }
        Map<String, String> classes = new LinkedHashMap<>();
        Set<String> libraries = new LinkedHashSet<>();
        for (String name : contents.names()) {
            if (name.startsWith(own + "classes/")) {
                String simple = name.substring((own + "classes/").length());
                if (simple.equals(JarFile.MANIFEST_NAME) || classes.put(simple, name) != null) {
                    return null;
                }
            } else if (name.startsWith(META) && !name.equals(JarFile.MANIFEST_NAME)) {
                if (isSpecial(name) || classes.put(name, name) != null) {
                    return null;
                }
            } else if (libraryPlaces.stream().anyMatch(name::startsWith)) {
                libraries.add(name);
            } else if (!name.startsWith(LOADER) && !name.equals(JarFile.MANIFEST_NAME) && !isIndex(name, own)) {
                return null;
            }
        }
        List<String> ordered = ordered(contents, libraries, own);
        return ordered == null || hasVersions(classes) ? null : new BootPackage(manifest, classes, ordered);
    }

    /** The launcher's class. */
    String launcher() {
        return manifest.mainClass();
    }

    /** The last part of a name in a jar. */
    static String simple(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /**
     * Writes the jar that is started instead.
     *
     * @param to does not exist yet
     * @param directory the name of the directory beside it that the libraries are in
     */
    void writeClasses(Contents contents, Path to, String directory) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
                JarOutputStream out = new JarOutputStream(file, startManifest(directory))) {
            out.setLevel(Deflater.BEST_SPEED);
            Set<String> directories = new HashSet<>();
            for (Map.Entry<String, String> written : classes.entrySet()) {
                addDirectories(written.getKey(), directories, out);
                ZipEntry entry = new ZipEntry(written.getKey());
                entry.setTime(contents.time(written.getValue()));
                out.putNextEntry(entry);
                try (InputStream in = contents.open(written.getValue())) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }

    /** A program that looks for the classes of a package finds them by the entry of its directory. */
    private static void addDirectories(String name, Set<String> written, JarOutputStream out) throws IOException {
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
            String directory = name.substring(0, end + 1);
            if (written.add(directory)) {
                out.putNextEntry(new ZipEntry(directory));
                out.closeEntry();
            }
        }
    }

    private Manifest startManifest(String directory) {
        Manifest started = new Manifest();
        Attributes attributes = started.getMainAttributes();
        attributes.putAll(manifest.attributes());
        attributes.putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, manifest.value(START_CLASS));
        for (String name : BOOTS_OWN) {
            attributes.remove(new Attributes.Name(name));
        }
        List<String> classPath = new ArrayList<>();
        for (String library : libraries) {
            classPath.add(directory + "/" + encoded(simple(library)));
        }
        if (!classPath.isEmpty()) {
            attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        }
        return started;
    }

    /** A manifest names its class path as URLs. */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~+@".indexOf(c) >= 0);
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xF, 16));
            }
        }
        return encoded.toString();
    }

    private static boolean isElsewhere(ServerManifest manifest, String name, String usual) {
        String value = manifest.value(name);
        return !value.isEmpty() && !value.equals(usual);
    }

    private static boolean isIndex(String name, String own) {
        return name.startsWith(own) && name.indexOf('/', own.length()) < 0 && name.endsWith(".idx");
    }

    /** Signatures, an index and further manifests concern the jar as it was. */
    private static boolean isSpecial(String name) {
        return name.endsWith(".SF") || name.endsWith(".RSA") || name.endsWith(".DSA") || name.endsWith("INDEX.LIST");
    }

    /** Classes for other versions of Java are found in another way in a jar that is not nested. */
    private static boolean hasVersions(Map<String, String> classes) {
        return classes.keySet().stream().anyMatch(name -> name.startsWith("META-INF/versions/"));
    }

    /** The libraries in the order of the index, then the others; null if two have one name or one is no jar. */
    private static @Nullable List<String> ordered(Contents contents, Set<String> libraries, String own)
            throws IOException {
        Set<String> names = new HashSet<>();
        for (String library : libraries) {
            if (!library.endsWith(".jar") || !names.add(simple(library))) {
                return null;
            }
        }
        Set<String> ordered = new LinkedHashSet<>();
        String index = own + "classpath.idx";
        if (contents.names().contains(index)) {
            try (InputStream in = contents.open(index)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                // - "BOOT-INF/lib/one.jar"
                for (String line : text.split("\n", -1)) {
                    String[] parts = line.split("\"", -1);
                    if (parts.length == 3 && libraries.contains(parts[1])) {
                        ordered.add(parts[1]);
                    }
                }
            }
        }
        ordered.addAll(libraries);
        return List.copyOf(ordered);
    }
}
