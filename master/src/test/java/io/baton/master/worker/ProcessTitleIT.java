package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.ProcessTitle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProcessTitleIT {

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void psShowsTheTitleAndTheEnvironmentStaysReadable() throws Exception {
        Process process = start("sleep", "1000");
        assertThat(ProcessTitle.set((int) process.pid(), "baton: it")).isTrue();
        assertThat(shown(process)).isEqualTo("baton: it");
        assertThat(Files.readString(proc(process, "environ"))).contains("MARK=here\0");
    }

    @Test
    void aTitleThatIsLongerThanTheCommandLineIsCutAndChangedWhenTheSlotChanges() throws Exception {
        Process process = start("sleep", "1000");
        assertThat(ProcessTitle.set((int) process.pid(), "baton: worker 1 (application)"))
                .isTrue();
        assertThat(shown(process)).isEqualTo("baton: wo");
        assertThat(ProcessTitle.set((int) process.pid(), "baton: w2")).isTrue();
        assertThat(shown(process)).isEqualTo("baton: w2");
    }

    @Test
    void theTitleThatAProgramGaveItselfStays() throws Exception {
        Process one = start("tail");
        await().until(() -> shown(one).equals("tail"));
        assertThat(ProcessTitle.set((int) one.pid(), "baton: it")).isFalse();
        assertThat(shown(one)).isEqualTo("tail");
    }

    @Test
    void aProcessThatIsGoneHasNoTitle() throws Exception {
        Process process = start("sleep", "1000");
        process.destroyForcibly().waitFor();
        assertThat(ProcessTitle.set((int) process.pid(), "baton: it")).isFalse();
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MARK", "here");
        Process process = builder.start();
        started.add(process);
        await().until(() -> shown(process).startsWith(command[0]));
        return process;
    }

    /** As ps -o args shows it. */
    private static String shown(Process process) throws IOException {
        return Files.readString(proc(process, "cmdline"), StandardCharsets.ISO_8859_1)
                .replaceFirst("\0$", "")
                .replace('\0', ' ');
    }

    private static Path proc(Process process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
