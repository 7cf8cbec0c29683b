package io.baton.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose sockets are others than the agent knows does not start with it, and says why. */
final class OtherJvmIT {

    private static final int DOES_NOT_FIT = 2;

    @Test
    void jvmWithoutAMemberThatTheAgentChangesEndsWithOneLineThatNamesIt(@TempDir Path directory) throws Exception {
        Path patched = Files.createDirectories(directory.resolve("sun/nio/ch")).resolve("NioSocketImpl.class");
        Files.write(patched, withOtherMember());
        String java = System.getProperty(
                "baton.test.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-Xshare:auto",
                "--patch-module",
                "java.base=" + directory,
                "-javaagent:" + Path.of("target", "agent.jar").toAbsolutePath(),
                "-version");
        builder.environment().put("NODE_CHANNEL_FD", "3");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(error).isEqualTo(DOES_NOT_FIT);
        assertThat(error.lines().filter(line -> !line.contains("warning")))
                .singleElement()
                .asString()
                .startsWith("baton: the agent does not fit this JVM (")
                .contains("sun/nio/ch/NioSocketImpl does not use sun/nio/ch/Net.listen(");
    }

    /** The class of this JVM, with a call of {@code listex} where it calls {@code listen}. */
    private static byte[] withOtherMember() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Object.class.getResourceAsStream("/sun/nio/ch/NioSocketImpl.class"))) {
            String file = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            String constant = "\u0001\u0000\u0006listen";
            assertThat(file).contains(constant);
            return file.replace(constant, "\u0001\u0000\u0006listex").getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
