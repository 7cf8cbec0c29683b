package io.baton.worker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScriptsTest {

    private static final Path FOR_NODE = Path.of(
            "..", "..", "master", "src", "main", "resources", "io", "baton", "master", "jvm", "shared-redis.cjs");

    /** Workers of both kinds may share keys, and neither can load the other's file. */
    @Test
    void theModuleForNodeHasTheSameScripts() throws IOException {
        assertThat(Files.readString(FOR_NODE))
                .contains("`\n" + Scripts.INCREMENT.strip() + "`", "`\n" + Scripts.COMPARE_AND_SET.strip() + "`");
    }
}
