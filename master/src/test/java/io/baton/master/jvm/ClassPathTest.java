package io.baton.master.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassPathTest {

    @Test
    void aPathWithAColonIsRefusedBecauseAJvmWouldReadTwo() throws IOException {
        Path jar = Path.of("/a, b%p/c\nd.jar");
        assertThat(ClassPath.of(List.of(jar, Path.of("e.jar")))).isEqualTo("/a, b%p/c\nd.jar:e.jar");
        assertThatThrownBy(() -> ClassPath.of(List.of(jar, Path.of("/a:b/c.jar"))))
                .isInstanceOf(IOException.class)
                .hasMessage("/a:b/c.jar: a JVM's class path cannot name it (expected: a path without a colon)");
    }
}
