package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The jar of a server that knows nothing of Baton, as {@code java -jar} runs it. */
final class ServerJar {

    private ServerJar() {}

    /** Compiles the class {@code Main} into {@code directory/NAME}. */
    static Path of(Path directory, String name, String source) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(name + "-classes"));
        Path file = classes.resolve("Main.java");
        Files.writeString(file, source);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-proc:none", file.toString()))
                .isZero();
        Files.delete(file);
        Path jar = directory.resolve(name);
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> compiled = Files.list(classes)) {
            put(
                    out,
                    JarFile.MANIFEST_NAME,
                    "Manifest-Version: 1.0\nMain-Class: Main\nPremain-Class: Main\n".getBytes(StandardCharsets.UTF_8));
            for (Path type : compiled.toList()) {
                put(out, String.valueOf(type.getFileName()), Files.readAllBytes(type));
            }
        }
        return jar;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
    }
}
