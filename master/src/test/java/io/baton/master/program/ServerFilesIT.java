package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.Jdk;
import io.baton.master.jvm.WorkerLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM takes the classes of a server from its archive, also those that Spring Boot has packed into a jar in the jar. */
final class ServerFilesIT {

    private static final String SOURCE =
            """
            package shop;
            public class %s { public static void main(String[] words) { System.out.println("served " + shop.Part.word()); } \
            public static String word() { return "from the library"; } }
            """;

    private static final String MANIFEST =
            """
            Manifest-Version: 1.0
            Main-Class: org.springframework.boot.loader.launch.JarLauncher
            Start-Class: shop.Main

            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theClassesOfAJarInTheJarComeFromTheArchive() throws Exception {
        directory = directory.toRealPath();
        WorkerLibrary library = new WorkerLibrary(directory.resolve("home"));
        ServerFiles files = new ServerFiles(
                application(), null, library, null, Jdk.OWN, List.of(), true, new Launchers(), Runnable::run);
        assertThat(run(files.launch(1))).contains("served from the library");
        ClassArchive archive = Objects.requireNonNull(files.archive());
        ClassArchive.Training training = Objects.requireNonNull(archive.claim());
        run(files.training(training.output()));
        List<String> completion = files.completion(training.output());
        if (!completion.isEmpty()) {
            run(completion);
        }
        assertThat(training.keep()).isTrue();
        List<String> command = new ArrayList<>(files.launch(1));
        command.addAll(0, List.of("-Xlog:class+load"));
        assertThat(run(command))
                .contains("served from the library")
                .containsPattern("shop\\.Main source: shared objects file")
                .containsPattern("shop\\.Part source: shared objects file");
    }

    /** A jar as Spring Boot packs it, with a launcher that must not run. */
    private Path application() throws IOException {
        Path jar = directory.resolve("shop.jar");
        byte[] library = library("shop/Part.class", compiled("Part"));
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes)) {
            put(out, JarFile.MANIFEST_NAME, MANIFEST.getBytes(StandardCharsets.UTF_8));
            put(out, "BOOT-INF/classes/shop/Main.class", compiled("Main"));
            JarEntry stored = new JarEntry("BOOT-INF/lib/part.jar");
            stored.setMethod(JarEntry.STORED);
            stored.setSize(library.length);
            CRC32 checksum = new CRC32();
            checksum.update(library);
            stored.setCrc(checksum.getValue());
            out.putNextEntry(stored);
            out.write(library);
        }
        return jar;
    }

    private byte[] compiled(String name) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources/shop"));
        for (String each : List.of("Main", "Part")) {
            Files.writeString(sources.resolve(each + ".java"), SOURCE.formatted(each));
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        sources.resolve("Main.java").toString(),
                        sources.resolve("Part.java").toString());
        assertThat(status).isZero();
        return Files.readAllBytes(sources.resolve(name + ".class"));
    }

    private static byte[] library(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            put(out, name, content);
        }
        return bytes.toByteArray();
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Jdk.OWN.java().toString()));
        command.addAll(arguments);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
