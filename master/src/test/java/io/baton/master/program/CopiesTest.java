package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker that starts now reads its classes from. */
final class CopiesTest {

    private static final byte[] CLASS_FOR_JAVA_8 = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 52};

    @TempDir
    private Path directory = Path.of("");

    private Path jar = Path.of("");
    private Path place = Path.of("");
    private Copies<ApplicationFiles> copies = copies(Path.of(""));

    @BeforeEach
    void makeApplication() throws IOException {
        jar = application("app.jar", "", "one");
        place = directory.resolve("home/app");
        copies = copies(place);
    }

    @Test
    void aCopyHasTheContentAndTheTimeOfTheJarAndOnePathForAllMasters() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        Path copy = only(classPath(copies));
        assertThat(copy).hasSameBinaryContentAs(jar).hasFileName("app.jar");
        assertThat(Files.getLastModifiedTime(copy).toMillis()).isEqualTo(1_000_000);
        assertThat(classPath(copies)).containsExactly(copy);
        Copies<ApplicationFiles> anothers = copies(place);
        assertThat(classPath(anothers)).containsExactly(copy);
        copies.end();
        assertThat(copy).as("the other master has workers").exists();
        anothers.end();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aJarThatWasWrittenOverIsCopiedAgainEvenIfItsSizeAndTimeAreTheSame() throws IOException {
        Path first = only(classPath(copies));
        FileTime time = Files.getLastModifiedTime(jar);
        Files.write(jar, Files.readAllBytes(application("other.jar", "", "two")));
        Files.setLastModifiedTime(jar, time);
        Path second = only(classPath(copies));
        assertThat(second).isNotEqualTo(first).hasSameBinaryContentAs(jar);
        assertThat(first).as("no process was started from it").doesNotExist();
    }

    @Test
    void halfAJarIsNotStartedFromAsLongAsThereIsAWholeOne() throws IOException {
        byte[] whole = Files.readAllBytes(jar);
        Path good = only(classPath(copies));
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        assertThat(classPath(copies)).containsExactly(good);
        Files.delete(jar);
        assertThat(classPath(copies)).containsExactly(good);
        Files.write(jar, whole);
        assertThat(only(classPath(copies))).isNotEqualTo(good).hasBinaryContent(whole);
    }

    @Test
    void halfAJarAtTheFirstStartIsAFailedStart() throws IOException {
        Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), 100));
        assertThatThrownBy(() -> classPath(copies)).hasMessageStartingWith(jar + " is damaged, or no jar: ");
        Files.delete(jar);
        assertThatThrownBy(() -> classPath(copies)).hasMessage(jar + ": no such file");
    }

    @Test
    void whereNoCopyCanBeMadeWorkersReadTheJarItself() throws IOException {
        Copies<ApplicationFiles> nowhere =
                copies(Files.writeString(directory.resolve("file"), "").resolve("app"));
        assertThat(classPath(nowhere)).containsExactly(jar);
        Files.write(jar, Files.readAllBytes(application("other.jar", "", "two")));
        assertThat(classPath(nowhere)).containsExactly(jar);
    }

    @Test
    void whatTheManifestNamesWithARelativePathIsCopiedInItsOrder() throws IOException {
        Path absolute = application("absolute.jar", "", "");
        application("lib/a b.jar", "Class-Path: ../c.jar\n", "");
        application("c.jar", "Class-Path: lib/a%20b.jar\n", "");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        jar = application("app.jar", "Class-Path: lib/a%20b.jar classes/ no.jar " + absolute + "\n", "");
        List<Path> classPath = classPath(copies(place));
        assertThat(classPath).hasSize(5);
        assertThat(classPath.get(0)).hasFileName("app.jar").startsWith(place);
        assertThat(classPath.get(1)).hasFileName("a b.jar").startsWith(place);
        assertThat(classPath.get(2)).hasFileName("c.jar").startsWith(place);
        assertThat(classPath.subList(3, 5)).containsExactly(classes, directory.resolve("no.jar"));
    }

    @Test
    void aLibraryThatWasWrittenOverIsAnotherApplication() throws IOException {
        application("lib.jar", "", "one");
        jar = application("app.jar", "Class-Path: lib.jar\n", "");
        Copies<ApplicationFiles> thin = copies(place);
        List<Path> first = classPath(thin);
        Path lib = application("lib.jar", "", "two");
        List<Path> second = classPath(thin);
        assertThat(second).doesNotContainAnyElementsOf(first);
        assertThat(second.get(1)).hasSameBinaryContentAs(lib);
        Files.write(lib, new byte[10]);
        assertThat(classPath(thin)).isEqualTo(second);
    }

    @Test
    void aChangeIsToldOnceAndNotBeforeTheJarIsWhole() throws IOException {
        Path first = only(classPath(copies));
        AtomicInteger changes = new AtomicInteger();
        Runnable look = () -> copies.lookForChange(changes::incrementAndGet);
        look.run();
        look.run();
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        look.run();
        look.run();
        Files.write(jar, whole);
        look.run();
        assertThat(changes).hasValue(0);
        look.run();
        look.run();
        assertThat(changes).hasValue(1);
        assertThat(only(classPath(copies))).isNotEqualTo(first);
    }

    @Test
    void whatKilledMastersLeftGoesWithTheFirstStart() throws IOException {
        Path left = Files.createDirectories(place.resolve("1-2-3-4/0"));
        Path half = Files.createDirectories(place.resolve(".new-5/0"));
        Files.writeString(left.resolve("app.jar"), "");
        Files.writeString(half.resolve("app.jar"), "");
        Path copy = only(classPath(copies));
        try (Stream<Path> entries = Files.list(place)) {
            assertThat(entries).hasSize(1).allMatch(copy::startsWith);
        }
    }

    private Copies<ApplicationFiles> copies(Path where) {
        return new Copies<>(ApplicationFiles::of, Copies.NONE, where, jar, null, Runnable::run);
    }

    private static List<Path> classPath(Copies<ApplicationFiles> copies) throws IOException {
        Copies.Source<ApplicationFiles> source = copies.forStart();
        return source.files().classPath(source.copy());
    }

    private static Path only(List<Path> classPath) {
        assertThat(classPath).hasSize(1);
        return classPath.get(0);
    }

    private Path application(String name, String manifest, String word) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream out = new JarOutputStream(bytes)) {
            put(
                    out,
                    JarFile.MANIFEST_NAME,
                    ("Manifest-Version: 1.0\n" + manifest + "\n").getBytes(StandardCharsets.UTF_8));
            put(out, "META-INF/services/io.baton.worker.spi.Application", "user.Shop".getBytes(StandardCharsets.UTF_8));
            put(out, "user/Shop.class", CLASS_FOR_JAVA_8);
            put(out, "word", word.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
    }
}
