package io.baton.master.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator's bytes under the locale C, that of cron, systemd and containers. Read as Latin 1: a character is a byte. */
@Timeout(120)
@Tag("long")
final class LocaleIT {

    private static final String UMLAUTS = "Gr\u00c3\u00bc\u00c3\u009fe";
    private static final String NO_UTF_8 = "\u00ff\u00e4b";

    /** printf(1) makes the bytes, so that the character set of this JVM has no part in it. */
    private static final String VARIABLES = "unset LANG LC_CTYPE; export LC_ALL=C"
            + " GREET=\"$(printf 'Gr\\303\\274\\303\\237e')\" RAW=\"$(printf '\\377\\344b')\"";

    @Test
    void variablesAndArgumentsReachNodeWorkersByteForByte(@TempDir Path directory) throws IOException {
        String arguments = "set -- \"$@\" -- \"$GREET\" \"$RAW\"";
        // The title of a worker hides its arguments, so the interpreter writes them down.
        Path interpreter = directory.resolve("node");
        Path seen = directory.resolve("arguments");
        Files.writeString(interpreter, "#!/bin/sh\nprintf '%s\\0' \"$@\" > " + seen + "\nexec node \"$@\"\n");
        Files.setPosixFilePermissions(interpreter, PosixFilePermissions.fromString("rwx------"));
        try (MasterProcess master = new MasterCommand()
                .after(VARIABLES + "; " + arguments)
                .start("--interpreter", interpreter.toString(), NodeProgram.path("app.js"), "-i", "1")) {
            master.awaitReady(1);
            int worker = master.readyPids().get(0);
            assertThat(texts(worker, "environ"))
                    .contains("GREET=" + UMLAUTS, "RAW=" + NO_UTF_8, "LC_ALL=C")
                    .noneMatch(variable -> variable.startsWith("BATON_LC_ALL"));
            assertThat(texts(seen)).endsWith(UMLAUTS, NO_UTF_8);
        }
    }

    @Test
    void aHomeAndADirectoryWithAnUmlautServeJvmWorkers(@TempDir Path directory) throws Exception {
        String place = "cd " + directory + "; mkdir \"$GREET\"; cd \"$GREET\"; export BATON_HOME=\"$PWD/home\"";
        try (MasterProcess master =
                new MasterCommand().after(VARIABLES + "; " + place).start("-i", "1")) {
            // This JVM may not be able to name the home with its control socket, either.
            master.await(Pattern.compile("ready: 1 worker"));
            int port = Integer.parseInt(
                    master.await(Pattern.compile("listening on \\S+:(\\d+)")).group(1));
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
            int worker = master.children().get(0);
            assertThat(texts(worker, "environ"))
                    .contains("GREET=" + UMLAUTS, "RAW=" + NO_UTF_8, "LC_ALL=C.UTF-8")
                    .noneMatch(variable -> variable.startsWith("BATON_LC_ALL"));
            assertThat(openFiles(worker)).anyMatch(file -> file.contains(directory + "/" + UMLAUTS + "/home/lib/"));
        } finally {
            // This JVM may not be able to name what is to be deleted.
            new ProcessBuilder("find", directory.toString(), "-mindepth", "1", "-delete")
                    .start()
                    .waitFor();
        }
    }

    @Test
    void aPathThatTheJdkCannotNameIsRefusedInOneClearLine() throws Exception {
        MasterCommand home = new MasterCommand()
                .environment("BATON_EXEC", "off")
                .after(VARIABLES + "; export BATON_HOME=\"/tmp/baton-none-$GREET\"");
        MasterCommand.Outcome outcome = home.run("run", "--port", "0");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output())
                .matches("baton: BATON_HOME: /tmp/baton-none-Gr.*: the character set of this JVM, ANSI_X3.4-1968,"
                        + " has no such name \\(expected: LC_ALL=C.UTF-8 in the environment\\)\n");
    }

    private static List<String> texts(int pid, String file) throws IOException {
        return texts(Path.of("/proc", String.valueOf(pid), file));
    }

    private static List<String> texts(Path file) throws IOException {
        return List.of(new String(Files.readAllBytes(file), ISO_8859_1).split("\0"));
    }

    /** By ls(1), because this JVM may not be able to name them. */
    private static List<String> openFiles(int pid) throws IOException {
        Process list = new ProcessBuilder("ls", "-l", "/proc/" + pid + "/fd").start();
        return new String(list.getInputStream().readAllBytes(), ISO_8859_1)
                .lines()
                .toList();
    }
}
