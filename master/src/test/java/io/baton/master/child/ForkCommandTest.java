package io.baton.master.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Node script is distinguished from a Java main class. */
final class ForkCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"child.js", "child.mjs", "child.cjs", "child.ts", "child.mts", "./lib/child.cts"})
    void aNameThatEndsAsNodeScriptsDoIsAScript(String module) {
        assertThat(command(module)).containsExactly("node", module, "a");
    }

    @Test
    void aFileWithASlashInItsNameOrWithAnInterpreterLineIsAScript() throws IOException {
        Files.createDirectory(directory.resolve("bin"));
        Files.writeString(directory.resolve("bin/www"), "require('http')");
        Files.writeString(directory.resolve("www"), "#!/usr/bin/env node\n");
        assertThat(command("bin/www")).containsExactly("node", "bin/www", "a");
        assertThat(command("www")).containsExactly("node", "www", "a");
    }

    @Test
    void everythingElseIsAClass() throws IOException {
        Files.writeString(directory.resolve("Main"), "no script");
        for (String module : List.of("com.example.Main", "Main", "com/example/Main")) {
            assertThat(command(module)).contains("-cp").endsWith(module, "a");
        }
    }

    private List<String> command(String module) {
        ChildOptions options = ChildOptions.defaults().cwd(directory);
        return ForkCommand.of(module, List.of("a"), options).command();
    }
}
