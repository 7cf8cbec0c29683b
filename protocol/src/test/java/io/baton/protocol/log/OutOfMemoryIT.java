package io.baton.protocol.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutOfMemoryIT {

    /** A program with a mebibyte of direct memory, which a task of an event loop uses up. */
    static final class Full {

        private Full() {}

        public static void main(String[] arguments) throws Exception {
            LogLine.install();
            new DefaultEventLoop().submit(Full::log).await();
        }

        private static void log() {
            try {
                List<ByteBuffer> kept = new ArrayList<>();
                while (kept.size() < 100) {
                    kept.add(ByteBuffer.allocateDirect(100_000));
                }
            } catch (OutOfMemoryError e) {
                System.getLogger("test").log(Level.WARNING, "caught", new IllegalStateException("a task failed", e));
            }
        }
    }

    @Test
    void aProcessThatLogsAnOutOfMemoryErrorEndsAsHotSpotEndsIt() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=1m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Full.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(3);
        assertThat(output).contains("WARN  caught").contains("Terminating due to java.lang.OutOfMemoryError: Cannot");
    }
}
