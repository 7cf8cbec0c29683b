package io.baton.master.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageLibraryTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    private Path directory = Path.of("");

    private Path jar = Path.of("");

    @BeforeEach
    void makeImage() throws IOException {
        Path image = Files.createDirectory(directory.resolve("image"));
        jar = image.resolve(LibraryFiles.MASTER_JAR);
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        Map<String, String> files = new LinkedHashMap<>();
        Stream.concat(Stream.of(LibraryFiles.WORKER_JAR, LibraryFiles.AGENT), LibraryFiles.NODE.stream())
                .forEach(name -> files.put(name, "io/baton/master/jvm/" + name));
        files.put(LibraryFiles.NETTY, "META-INF/native/" + LibraryFiles.NETTY);
        files.put(LibraryFiles.JFFI, "jni/" + machine + "-Linux/" + LibraryFiles.JFFI);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> each : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getValue()));
                zip.write(CONTENT);
                zip.closeEntry();
                Files.write(image.resolve(each.getKey()), CONTENT);
            }
        }
    }

    @Test
    void filesBesideTheJarAreTheLibraryAndAHomeHasTheCopiesOfApplications() {
        Path home = directory.resolve("home");
        WorkerLibrary library = Objects.requireNonNull(found(home));
        assertThat(library.masterJar()).isEqualTo(jar);
        assertThat(library.applications()).isEqualTo(home.resolve("app"));
    }

    @Test
    void withoutAHomeTheImageItselfIsNamedWhereNothingCanBeWritten() {
        WorkerLibrary library = Objects.requireNonNull(found(Path.of("?/.baton")));
        assertThat(library.applications()).isEqualTo(jar.resolveSibling("app"));
    }

    @Test
    void aFileOfAnotherVersionIsNoneOfThisJar() throws IOException {
        Files.write(jar.resolveSibling(LibraryFiles.WORKER_JAR), new byte[] {1});
        assertThat(found(directory)).isNull();
    }

    @Test
    void aMissingFileMakesItNoLibrary() throws IOException {
        Files.delete(jar.resolveSibling(LibraryFiles.NODE_PRELOAD));
        assertThat(found(directory)).isNull();
    }

    @Test
    void whatOthersCouldReplaceIsNotUsed() throws IOException {
        Files.setPosixFilePermissions(jar.resolveSibling("."), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(found(directory)).isNull();
    }

    /** A master checks and mends what it unpacked itself. */
    @Test
    void whatAMasterUnpackedIsNoImage() throws IOException {
        Files.createFile(jar.resolveSibling(LibraryFiles.SEAL));
        assertThat(found(directory)).isNull();
    }

    private @Nullable WorkerLibrary found(Path home) {
        return ImageLibrary.find(jar, home);
    }
}
