package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The jar of an application, made as a user makes it: compiled against worker.jar, with its class named as a service. */
public final class ApplicationJar {

    private ApplicationJar() {}

    /** Compiles the class {@code user.NAME} into {@code directory/app.jar}. */
    public static Path of(Path directory, String name, String source) throws IOException {
        return of(directory, name, source, List.of());
    }

    /** As {@link #of(Path, String, String)}, with the classes of these jars inside. */
    public static Path of(Path directory, String name, String source, List<Path> jars) throws IOException {
        Path workerJar = Path.of("..", "worker", "target", "worker.jar").toAbsolutePath();
        URI uri = URI.create("string:///user/" + name + ".java");
        JavaFileObject file = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringBuilder classPath = new StringBuilder(workerJar.toString());
        jars.forEach(jar -> classPath.append(':').append(jar));
        List<String> options = List.of("-cp", classPath.toString(), "-d", directory.toString(), "-proc:none");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, null, options, null, List.of(file))
                        .call())
                .isTrue();
        Path jar = directory.resolve("app.jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> classes = Files.list(directory.resolve("user"))) {
            for (Path compiled : classes.toList()) {
                out.putNextEntry(new JarEntry("user/" + compiled.getFileName()));
                out.write(Files.readAllBytes(compiled));
            }
            for (Path library : jars) {
                copyClasses(library, out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/io.baton.worker.spi.Application"));
            out.write(("user." + name + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void copyClasses(Path library, JarOutputStream out) throws IOException {
        try (JarFile jar = new JarFile(library.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    out.write(jar.getInputStream(entry).readAllBytes());
                }
            }
        }
    }
}
