package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what the JVM of an unmodified server starts, for each way in which servers are packed. */
final class ServerLayoutTest {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.";

    @TempDir
    private Path directory = Path.of("");

    private Path copy = Path.of("");

    @BeforeEach
    void makePlace() throws IOException {
        directory = directory.toRealPath();
        copy = Files.createDirectories(directory.resolve("home/server/1"));
    }

    @Test
    void aJarOfSpringBootStartsWithoutItsLauncherFromJarsInTheOrderOfItsIndex() throws IOException {
        Path jar = zip("shop.jar", boot());
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        ServerOriginal server = read(jar);
        server.copyTo(copy);
        assertThat(server.launch(copy)).containsExactly("-jar", copy + "/shop.jar");
        assertThat(server.launch(null)).containsExactly("-jar", jar.toString());
        assertThat(server.fitsArchive()).isTrue();
        ServerManifest manifest = ServerManifest.of(copy.resolve("shop.jar"));
        assertThat(manifest.mainClass()).isEqualTo("shop.Main");
        assertThat(manifest.value("Implementation-Version")).isEqualTo("7");
        assertThat(manifest.value("Spring-Boot-Classpath-Index")).isEmpty();
        assertThat(manifest.classPath(copy.resolve("shop.jar")))
                .containsExactly(
                        copy.resolve("lib/second.jar"),
                        copy.resolve("lib/first one.jar"),
                        copy.resolve("lib/unlisted.jar"));
        assertThat(Files.getLastModifiedTime(copy.resolve("lib/second.jar")).toMillis())
                .isEqualTo(1_000_000);
        assertThat(found(copy.resolve("shop.jar"), "word")).containsExactly("application", "second", "first");
        assertThat(found(copy.resolve("shop.jar"), "META-INF/services/x")).containsExactly("service");
        assertThat(found(copy.resolve("shop.jar"), "shop/"))
                .as("a program that scans a package finds it")
                .hasSize(1);
    }

    @Test
    void aJarOfSpringBootStartsWithItsLauncherIfAnythingInItWouldBeLost() throws IOException {
        Map<String, byte[]> properties = boot();
        properties.put(MANIFEST, manifest("Main-Class: " + LAUNCHER + "PropertiesLauncher\nStart-Class: shop.Main\n"));
        assertStartsAsItIs(properties);
        for (String added : List.of(
                "index.html",
                "BOOT-INF/more/x",
                "BOOT-INF/lib/native.so",
                "BOOT-INF/lib/deeper/second.jar",
                "META-INF/SHOP.SF",
                "META-INF/versions/17/shop/Main.class",
                "BOOT-INF/classes/META-INF/versions/17/shop/Main.class",
                "BOOT-INF/classes/META-INF/MANIFEST.MF",
                "META-INF/word")) {
            Map<String, byte[]> files = boot();
            files.put("BOOT-INF/classes/META-INF/word", text("twice"));
            files.put(added, text(""));
            assertStartsAsItIs(files);
        }
        Path jar = zip("shop.jar", boot());
        assertThat(new ServerLayout(null, false).read(jar)).isInstanceOf(ServerTree.class);
        assertThat(new ServerLayout("other.Main", true).read(jar).launch(copy))
                .containsExactly("-cp", copy + "/shop.jar", "other.Main");
    }

    @Test
    void anExecutableWarHasItsLibrariesAndThoseOfTheContainer() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(MANIFEST, manifest("Main-Class: " + LAUNCHER + "WarLauncher\nStart-Class: shop.Main\n"));
        files.put("WEB-INF/classes/word", text("application"));
        files.put("WEB-INF/lib/a.jar", jarWith("word", "library"));
        files.put("WEB-INF/lib-provided/tomcat.jar", jarWith("word", "tomcat"));
        ServerOriginal server = read(zip("shop.war", files));
        server.copyTo(copy);
        assertThat(server.launch(copy)).containsExactly("-jar", copy + "/shop.war");
        assertThat(found(copy.resolve("shop.war"), "word")).containsExactly("application", "library", "tomcat");
        files.put("WEB-INF/views/page.jsp", text("served from the war itself"));
        assertThat(read(zip("pages.war", files))).isInstanceOf(ServerTree.class);
    }

    @Test
    void anUnpackedJarOfSpringBootIsPutTogether() throws IOException {
        Path exploded = unpack("exploded", boot());
        ServerOriginal server = read(exploded);
        server.copyTo(copy);
        assertThat(server.launch(copy)).containsExactly("-jar", copy + "/exploded.jar");
        assertThat(found(copy.resolve("exploded.jar"), "word")).containsExactly("application", "second", "first");
        assertThat(server.isUnchanged()).isTrue();
        Files.writeString(exploded.resolve("BOOT-INF/classes/new"), "");
        assertThat(server.isUnchanged()).isFalse();
        assertThat(new ServerLayout(null, false).read(exploded).launch(null))
                .containsExactly("-cp", exploded.toString(), LAUNCHER + "JarLauncher");
    }

    @Test
    void layersThatLieBesideEachOtherArePutTogether() throws IOException {
        Map<String, byte[]> application = boot();
        Map<String, byte[]> dependencies = new LinkedHashMap<>();
        for (String name : List.copyOf(application.keySet())) {
            if (name.endsWith(".jar")) {
                dependencies.put(name, application.getOrDefault(name, new byte[0]));
                application.remove(name);
            }
        }
        unpack("layers/application", application);
        Path layers = unpack("layers/dependencies", dependencies).resolveSibling("");
        ServerOriginal server = read(layers);
        server.copyTo(copy);
        assertThat(found(copy.resolve("layers.jar"), "word")).containsExactly("application", "second", "first");
    }

    @Test
    void jarsThatTheManifestNamesLieInTheCopyAsTheyLay() throws IOException {
        Files.createDirectories(directory.resolve("shop/conf"));
        zip("shop/lib/a b.jar", jar("Class-Path: c.jar\n", "a"));
        zip("shop/lib/c.jar", jar("", "c"));
        Path jar =
                zip("shop/bin/shop.jar", jar("Main-Class: M\nClass-Path: ../lib/a%20b.jar ../conf/ no.jar\n", "app"));
        Files.writeString(directory.resolve("shop/bin/beside.txt"), "found");
        Path link = Files.createSymbolicLink(directory.resolve("current.jar"), jar);
        ServerOriginal server = read(link);
        server.copyTo(copy);
        Path copied = copy.resolve("bin/shop.jar");
        assertThat(server.launch(copy)).containsExactly("-jar", copied.toString());
        assertThat(copied).isRegularFile().hasSameBinaryContentAs(jar);
        assertThat(copy.resolve("lib/c.jar")).isRegularFile();
        assertThat(found(copied, "word")).containsExactly("app", "a", "c");
        assertThat(copy.resolve("bin/beside.txt")).isSymbolicLink().hasContent("found");
        assertThat(copy.resolve("conf")).isSymbolicLink().isDirectory();
        assertThat(server.fitsArchive())
                .as("a JVM makes no archive of a directory")
                .isFalse();
        assertThat(server.isUnchanged()).isTrue();
        Files.delete(link);
        Files.createSymbolicLink(link, zip("shop/bin/shop-2.jar", jar("Main-Class: M\n", "app")));
        assertThat(server.isUnchanged()).isFalse();
    }

    @Test
    void quarkusFindsItsDirectoriesBesideItsJar() throws IOException {
        Path jar = zip("q/quarkus-run.jar", jar("Main-Class: io.quarkus.bootstrap.runner.QuarkusEntryPoint\n", ""));
        zip("q/lib/boot/runner.jar", jar("", ""));
        zip("q/app/shop.jar", jar("", ""));
        Files.writeString(
                Files.createDirectories(directory.resolve("q/quarkus")).resolve("application.dat"), "x");
        for (Path named : List.of(jar, directory.resolve("q"))) {
            ServerOriginal server = read(named);
            Path place = Files.createDirectories(copy.resolve(String.valueOf(named.getFileName())));
            server.copyTo(place);
            assertThat(server.launch(place)).containsExactly("-jar", place + "/quarkus-run.jar");
            for (String part : List.of("lib/boot/runner.jar", "app/shop.jar", "quarkus/application.dat")) {
                assertThat(place.resolve(part)).isRegularFile();
            }
        }
        Files.writeString(directory.resolve("q/app/shop.jar"), "half");
        assertThatThrownBy(() -> read(jar)).hasMessage(directory + "/q/app/shop.jar is damaged, or no jar");
    }

    @Test
    void classesInADirectoryStartWithTheJarsThatLieWithThem() throws IOException {
        Path classes = unpack("classes", Map.of("shop/Main.class", text("code")));
        zip("classes/lib/b.jar", jar("", ""));
        zip("classes/lib/a.jar", jar("", ""));
        ServerOriginal server = new ServerLayout("shop.Main", true).read(classes);
        server.copyTo(copy);
        assertThat(server.launch(copy))
                .containsExactly("-cp", copy + ":" + copy + "/lib/a.jar:" + copy + "/lib/b.jar", "shop.Main");
        assertThat(copy.resolve("shop/Main.class")).isRegularFile();
        assertThat(server.fitsArchive()).isFalse();
        assertThatThrownBy(() -> read(classes))
                .isInstanceOf(NotWholeException.class)
                .hasMessageStartingWith(classes + " is a directory without META-INF/MANIFEST.MF")
                .hasMessageContaining("expected: --main");
    }

    @Test
    void whatIsDamagedIsToldInOneLine() throws IOException {
        Path jar = zip("shop.jar", boot());
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> read(jar))
                .isInstanceOf(NotWholeException.class)
                .hasMessageStartingWith(jar + " is damaged, or no jar: ")
                .hasMessageNotContaining("\n");
        int inside = new String(whole, StandardCharsets.ISO_8859_1).indexOf("first.txt") + 12;
        whole[inside] ^= 1;
        Files.write(jar, whole);
        assertThatThrownBy(() -> read(jar).copyTo(copy))
                .isInstanceOf(NotWholeException.class)
                .hasMessageContaining("BOOT-INF/lib/first one.jar has another checksum");
        Path mute = zip("mute.jar", jar("", ""));
        assertThatThrownBy(() -> read(mute)).hasMessageStartingWith(mute + " has no Main-Class");
        assertThatThrownBy(() -> read(directory.resolve("no.jar"))).hasMessageEndingWith("/no.jar: no such file");
    }

    private void assertStartsAsItIs(Map<String, byte[]> files) throws IOException {
        Path jar = zip("as-it-is.jar", files);
        assertThat(read(jar)).isInstanceOf(ServerTree.class);
        assertThat(read(jar).launch(copy)).containsExactly("-jar", copy + "/as-it-is.jar");
    }

    private static ServerOriginal read(Path application) throws NotWholeException {
        return new ServerLayout(null, true).read(application);
    }

    /** Two libraries that the index names in another order than the jar has them, and one that it does not name. */
    private static Map<String, byte[]> boot() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                MANIFEST,
                manifest("Main-Class: " + LAUNCHER + "JarLauncher\nStart-Class: shop.Main\n"
                        + "Spring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\n"
                        + "Spring-Boot-Classpath-Index: BOOT-INF/classpath.idx\nImplementation-Version: 7\n"));
        files.put("org/springframework/boot/loader/launch/JarLauncher.class", text("launcher"));
        files.put("META-INF/services/x", text("service"));
        files.put("BOOT-INF/classes/word", text("application"));
        files.put("BOOT-INF/classes/shop/Main.class", text("code"));
        files.put("BOOT-INF/lib/first one.jar", jarWith("word", "first"));
        files.put("BOOT-INF/lib/second.jar", jarWith("word", "second"));
        files.put("BOOT-INF/lib/unlisted.jar", jarWith("other", ""));
        files.put(
                "BOOT-INF/classpath.idx",
                text("- \"BOOT-INF/lib/second.jar\"\n- \"BOOT-INF/lib/gone.jar\"\n- \"BOOT-INF/lib/first one.jar\"\n"));
        files.put("BOOT-INF/layers.idx", text(""));
        return files;
    }

    /** What a JVM with this class path finds under a name. */
    private static List<String> found(Path jar, String name) throws IOException {
        List<String> texts = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            for (URL url : Collections.list(loader.getResources(name))) {
                var connection = url.openConnection();
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }

    private static Map<String, byte[]> jar(String attributes, String word) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(MANIFEST, manifest(attributes));
        files.put("word", text(word));
        return files;
    }

    private static byte[] jarWith(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(Map.of(name, text(content), content + ".txt", text(content)), bytes);
        return bytes.toByteArray();
    }

    private Path zip(String name, Map<String, byte[]> files) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            write(files, out);
        }
        return file;
    }

    private Path unpack(String name, Map<String, byte[]> files) throws IOException {
        Path place = directory.resolve(name);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = place.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return place;
    }

    /** Stored, as Spring Boot stores the jars in a jar. */
    private static void write(Map<String, byte[]> files, OutputStream to) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(to)) {
            out.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                CRC32 checksum = new CRC32();
                checksum.update(file.getValue());
                entry.setCrc(checksum.getValue());
                entry.setSize(file.getValue().length);
                out.putNextEntry(entry);
                out.write(file.getValue());
            }
        }
    }

    private static byte[] manifest(String attributes) {
        return text("Manifest-Version: 1.0\n" + attributes + "\n");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
