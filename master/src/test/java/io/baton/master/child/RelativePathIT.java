package io.baton.master.child;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with Node where a child starts, what is in its environment, and where its output is cut. */
final class RelativePathIT {

    private static final Path HERE = Path.of("").toAbsolutePath();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aRelativeDirectoryInPathIsRelativeToTheChildsOwnWorkingDirectory() throws Exception {
        Path program = Files.createDirectories(directory.resolve("sub/bin")).resolve("own");
        Files.writeString(program, "#!/bin/sh\necho own \"$PWD\" \"${EMPTY-unset}\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path cwd = HERE.relativize(directory.toRealPath().resolve("sub"));
        assertThat(cwd).isRelative();
        String expected = "own " + directory.toRealPath().resolve("sub") + " unset\n";
        String node = "process.stdout.write(require('child_process').execFileSync('own', "
                + "{cwd: process.argv[1], env: {PATH: 'bin', EMPTY: undefined}}))";
        assertThat(output("node", List.of("-e", node, cwd.toString()), ChildOptions.defaults()))
                .isEqualTo(expected);

        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", "bin");
        variables.put("EMPTY", null);
        ChildOptions options = ChildOptions.defaults().cwd(cwd).env(variables);
        assertThat(output("own", List.of(), options)).isEqualTo(expected);
        assertThat(output("own", List.of(), options.shell("/bin/sh"))).isEqualTo(expected);
    }

    @Test
    void outputOverTheLimitEndsWithAWholeCharacter() {
        for (int limit = 4; limit < 8; limit++) {
            ChildOptions options = ChildOptions.defaults().maxBuffer(limit);
            String whole = limit < 6 ? "ää" : "ää€".substring(0, limit < 7 ? 2 : 3);
            assertThatThrownBy(() -> output("/bin/sh", List.of("-c", "printf ää€€; sleep 60"), options))
                    .cause()
                    .isInstanceOfSatisfying(
                            ExecException.class,
                            failed -> assertThat(failed.output().stdout()).isEqualTo(whole));
        }
    }

    private static String output(String file, List<String> arguments, ChildOptions options) throws Exception {
        return ChildProcess.execFile(file, arguments, options)
                .output()
                .toCompletableFuture()
                .get(60, SECONDS)
                .stdout();
    }
}
