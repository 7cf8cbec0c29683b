package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.home.StaleVersions;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.Jdk;
import io.baton.master.jvm.WorkerLibrary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVMs of a server start from again and again: its copy, and the archive of its classes. */
final class ServerFilesTest {

    @TempDir
    private Path directory = Path.of("");

    private Path jar = Path.of("");
    private Jdk jdk25 = Jdk.OWN;

    @BeforeEach
    void makeApplication() throws IOException {
        directory = directory.toRealPath();
        jar = directory.resolve("shop.jar");
        release("one");
        Path lib = Files.createDirectories(directory.resolve("jdk/lib"));
        Files.writeString(lib.resolve("modules"), "");
        Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
        jdk25 = new Jdk(Files.writeString(bin.resolve("java"), ""), 25, false);
    }

    @Test
    void anArchiveOutlivesTheMasterTogetherWithTheCopyThatItFits() throws IOException {
        ServerFiles first = files(jdk25, List.of());
        List<String> untrained = first.launch(1);
        assertThat(untrained).hasSize(2).startsWith("-jar");
        train(first);
        List<String> trained = first.launch(1);
        assertThat(trained.get(0)).startsWith("-XX:AOTCache=" + directory + "/home/server/shop.jar-");
        assertThat(trained).endsWith("-jar", untrained.get(1)).contains("-Xlog:aot*=off");
        first.end();
        ServerFiles second = files(jdk25, List.of());
        assertThat(second.launch(1)).isEqualTo(trained);
        assertThat(files(jdk25, List.of("-XX:+UseZGC")).launch(1))
                .as("an archive fits the options that it was made with")
                .isEqualTo(untrained);
    }

    @Test
    void aCopyThatWasDamagedOnTheDiskIsMadeAgainAndItsArchiveToo() throws IOException {
        ServerFiles first = files(jdk25, List.of());
        Path copy = Path.of(first.launch(1).get(1));
        byte[] whole = Files.readAllBytes(copy);
        train(first);
        first.end();
        Files.write(copy, new byte[whole.length]);
        ServerFiles second = files(jdk25, List.of());
        assertThat(second.launch(1)).containsExactly("-jar", copy.toString());
        assertThat(copy).hasBinaryContent(whole);
    }

    @Test
    void theVersionBeforeIsKeptAndThoseBeforeItAreNot() throws IOException {
        ServerFiles files = files(jdk25, List.of());
        List<Path> copies = new ArrayList<>();
        for (String word : List.of("one", "two", "three")) {
            release(word);
            copies.add(Path.of(files.launch(1).get(1)));
            train(files);
        }
        files.end();
        assertThat(copies.get(0)).doesNotExist();
        assertThat(copies.get(1)).exists();
        assertThat(copies.get(2)).exists();
        StaleVersions.removeForgotten(directory.resolve("home/server"));
        assertThat(copies.get(2)).exists();
        Files.delete(jar);
        StaleVersions.removeForgotten(directory.resolve("home/server"));
        assertThat(copies.get(1)).as("its application is gone").doesNotExist();
        assertThat(copies.get(2)).doesNotExist();
    }

    @Test
    void threeArchivesOfOneCopyStay() throws IOException {
        List<Path> archives = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ServerFiles files = files(jdk25, List.of("-Dnumber=" + i));
            files.launch(1);
            train(files);
            Path archive = Path.of(files.launch(1).get(0).replace("-XX:AOTCache=", ""));
            Files.setLastModifiedTime(
                    archive.resolveSibling(archive.getFileName() + ".seal"), FileTime.fromMillis(i * 10_000L));
            archives.add(archive);
        }
        // The last was written after the others had got their times.
        assertThat(archives.get(0)).doesNotExist();
        assertThat(archives.get(1)).doesNotExist();
        assertThat(archives.subList(2, 5)).allMatch(Files::exists);
    }

    @Test
    void aCopyWithoutAnArchiveGoesWithItsMaster() throws IOException {
        for (ServerFiles files : List.of(files(jdk25, List.of()), files(new Jdk(jdk25.java(), 17, false), List.of()))) {
            Path copy = Path.of(files.launch(1).get(1));
            assertThat(copy).exists();
            files.end();
            assertThat(copy).doesNotExist();
        }
        Path script = Files.writeString(directory.resolve("java"), "");
        ServerFiles nowhere = files(new Jdk(script, 25, false), List.of());
        assertThat(nowhere.launch(1)).startsWith("-jar");
        assertThat(nowhere.archive())
                .as("nothing tells the builds of this JVM apart")
                .isNull();
    }

    @Test
    void anArchiveThatAWorkerMayHaveCrashedOnIsDeletedAndMadeAgain() throws IOException {
        ServerFiles files = files(Jdk.OWN, List.of());
        List<String> untrained = files.launch(1);
        train(files);
        files.ended("worker 1", false);
        assertThat(files.launch(1)).isNotEqualTo(untrained);
        files.ended("worker 1", true);
        assertThat(files.launch(1)).isEqualTo(untrained);
        assertThat(Objects.requireNonNull(files.archive()).needsTraining()).isTrue();
    }

    /** A launcher may do more than find classes. */
    @Test
    void aServerThatFailsWithoutItsOwnLauncherIsStartedWithItAlsoByTheNextReload() throws IOException {
        releaseOfBoot();
        Launchers launchers = new Launchers();
        ServerFiles files = files(launchers);
        List<String> unpacked = files.launch(1);
        assertThat(unpacked.get(1)).startsWith(directory + "/home/server/");
        files.failedAtStart(2, "worker 2");
        assertThat(files.launch(1))
                .as("no worker of slot 2 was started from it")
                .isEqualTo(unpacked);
        files.failedAtStart(1, "worker 1");
        List<String> plain = files.launch(1);
        assertThat(plain).hasSize(2).startsWith("-jar");
        assertThat(Path.of(plain.get(1)))
                .startsWith(directory.resolve("home/app"))
                .hasSameBinaryContentAs(jar);
        assertThat(files.archive()).isNull();
        assertThat(files(launchers).launch(1)).isEqualTo(plain);
        assertThat(files(new Launchers()).launch(1)).as("another master").isEqualTo(unpacked);
    }

    private ServerFiles files(Launchers launchers) {
        WorkerLibrary library = new WorkerLibrary(directory.resolve("home"));
        return new ServerFiles(jar, null, library, null, jdk25, List.of(), true, launchers, Runnable::run);
    }

    private void releaseOfBoot() throws IOException {
        String launcher = "org.springframework.boot.loader.launch.JarLauncher";
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes)) {
            out.putNextEntry(new JarEntry(JarFile.MANIFEST_NAME));
            String manifest = "Manifest-Version: 1.0\nMain-Class: " + launcher + "\nStart-Class: shop.Main\n"
                    + "Spring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\n\n";
            out.write(manifest.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry("BOOT-INF/classes/shop/Main.class"));
        }
    }

    @Test
    void withoutArchivesTheJarItselfIsCopiedAndNothingIsKept() throws IOException {
        ServerFiles files = new ServerFiles(
                jar,
                null,
                new WorkerLibrary(directory.resolve("home")),
                null,
                Jdk.OWN,
                List.of(),
                false,
                new Launchers(),
                Runnable::run);
        assertThat(files.launch(1).get(1)).startsWith(directory + "/home/app/").endsWith("/shop.jar");
        assertThat(files.archive()).isNull();
        assertThatThrownBy(() -> files.training(directory.resolve("x"))).isInstanceOf(IOException.class);
    }

    @Test
    void anApplicationThatChangesWhileItIsTrainedGetsNoArchiveOfTheOldOne() throws IOException {
        ServerFiles files = files(jdk25, List.of());
        files.launch(1);
        Path output = claim(files).output();
        assertThat(files.training(output)).contains("-XX:AOTCacheOutput=" + output);
        assertThat(files.completion(output)).isEmpty();
        release("two");
        assertThatThrownBy(() -> files.training(output)).hasMessage(jar + " has changed meanwhile");
    }

    @Test
    void before25TheArchiveIsMadeOfAListOfClassesBecauseAJvmWithAnAgentMakesNone() throws IOException {
        ServerFiles files = files(new Jdk(jdk25.java(), 21, false), List.of());
        List<String> launch = files.launch(1);
        ClassArchive.Training training = claim(files);
        Path output = training.output();
        Path classes = output.resolveSibling(output.getFileName() + ".classes");
        assertThat(files.training(output)).startsWith("-XX:DumpLoadedClassList=" + classes);
        assertThat(files.completion(output))
                .startsWith("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + output)
                .endsWith(launch.get(0), launch.get(1));
        Files.writeString(classes, "");
        Files.writeString(output, "");
        assertThat(training.keep()).isTrue();
        assertThat(classes).doesNotExist();
        assertThat(files.launch(1).get(0)).startsWith("-XX:SharedArchiveFile=");
    }

    private ServerFiles files(Jdk jdk, List<String> options) {
        WorkerLibrary library = new WorkerLibrary(directory.resolve("home"));
        return new ServerFiles(jar, null, library, null, jdk, options, true, new Launchers(), Runnable::run);
    }

    private static ClassArchive.Training claim(ServerFiles files) {
        @Nullable ClassArchive archive = files.archive();
        return Objects.requireNonNull(Objects.requireNonNull(archive).claim());
    }

    private static void train(ServerFiles files) throws IOException {
        ClassArchive.Training training = claim(files);
        Files.writeString(training.output(), "classes");
        assertThat(training.keep()).isTrue();
    }

    private void release(String word) throws IOException {
        Path fresh = directory.resolve("fresh.jar");
        try (OutputStream bytes = Files.newOutputStream(fresh);
                JarOutputStream out = new JarOutputStream(bytes)) {
            out.putNextEntry(new JarEntry(JarFile.MANIFEST_NAME));
            out.write("Manifest-Version: 1.0\nMain-Class: shop.Main\n\n".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry(word));
            out.write(word.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
