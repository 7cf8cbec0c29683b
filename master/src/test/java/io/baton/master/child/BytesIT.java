package io.baton.master.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under the locale C, a child gets the bytes of its parent's environment and directory unchanged. */
final class BytesIT {

    @Test
    void variablesAndTheDirectoryReachChildrenByteForByte(@TempDir Path directory) throws Exception {
        String shell =
                "cd \"$1\"; mkdir \"$(printf 'd\\303\\274')\"; cd \"$(printf 'd\\303\\274')\"; unset LANG LC_CTYPE;"
                        + " export LC_ALL=C GREET=\"$(printf 'Gr\\303\\274\\377')\"; exec \"$2\" -cp \"$3\" \"$4\"";
        Process parent = new ProcessBuilder(
                        "sh",
                        "-c",
                        shell,
                        "sh",
                        directory.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        PassedOn.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(parent.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        new ProcessBuilder("find", directory.toString(), "-mindepth", "1", "-delete")
                .start()
                .waitFor();
        assertThat(output.replaceAll("\\s+", " ")).matches("( 2f (\\w\\w )*2f 64 c3 bc 0a 47 72 c3 bc ff){2} ?");
    }
}
