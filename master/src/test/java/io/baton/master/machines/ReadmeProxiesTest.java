package io.baton.master.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The configurations of proxies in the README are those that the tests run. */
final class ReadmeProxiesTest {

    @ParameterizedTest
    @EnumSource
    void theReadmeShowsTheWholeFile(Proxy.Program program) throws IOException {
        StringBuilder shown = new StringBuilder();
        for (String line : Files.readAllLines(program.configuration())) {
            shown.append(line.isEmpty() ? "" : "    ").append(line).append('\n');
        }
        assertThat(Files.readString(Path.of("README.md"))).contains("\n\n" + shown + "\n");
    }
}
