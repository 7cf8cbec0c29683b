package io.baton.master.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class EvidenceTest {

    private static final long A_MINUTE_MS = 60_000;

    @TempDir
    Path directory;

    private Path home;
    private Evidence evidence;

    @BeforeEach
    void open() {
        home = directory.resolve("100% home");
        evidence = Evidence.in(home);
    }

    @Test
    void theJvmIsToldWhereToLeaveItsReport() {
        assertThat(evidence.flags())
                .containsExactly("-XX:ErrorFile=" + directory + "/100%% home/evidence/hs_err_worker_%p.log");
        assertThat(home.resolve("evidence")).isDirectory();
    }

    @Test
    void onlyTheHeadOfAFileIsShownAndNoLinkIsFollowed() throws IOException {
        Path file = Files.writeString(home.resolve("evidence/threads_worker_1.txt"), "0123456789");
        assertThat(Evidence.head(file, 10)).isEqualTo("0123456789");
        assertThat(Evidence.head(file, 4)).isEqualTo("0123\n... 6 bytes more in " + file + "\n");
        Path link = Files.createSymbolicLink(home.resolve("evidence/threads_worker_2.txt"), file);
        assertThatThrownBy(() -> Evidence.head(link, 10)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theReportOfACrashIsFoundWithItsReason() throws IOException {
        Path report = report(4711, 0);
        assertThat(evidence.crashReport(4711, A_MINUTE_MS)).contains(report);
        assertThat(Evidence.crashReason(report)).isEqualTo("SIGSEGV (0xb) at pc=0x00007fe44372df14, pid=4711");
        assertThat(evidence.crashReport(4712, A_MINUTE_MS)).isEmpty();
    }

    @Test
    void theReportOfAnEarlierProcessWithTheSamePidIsIgnored() throws IOException {
        report(4711, 600);
        assertThat(evidence.crashReport(4711, A_MINUTE_MS)).isEmpty();
    }

    @Test
    void theFiveNewestOfEachKindAreKept() throws IOException {
        for (int pid = 1; pid <= 9; pid++) {
            report(pid, 100 - pid);
        }
        Files.writeString(home.resolve("evidence/notes.txt"), "the operator's own");
        for (int pid = 1; pid <= 9; pid++) {
            Path file = evidence.keepThreads(pid, "dump".getBytes(UTF_8)).orElseThrow();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100 - pid)));
        }
        evidence.crashReport(9, A_MINUTE_MS);
        try (Stream<Path> files = Files.list(home.resolve("evidence"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names)
                    .containsExactly(
                            "hs_err_worker_5.log",
                            "hs_err_worker_6.log",
                            "hs_err_worker_7.log",
                            "hs_err_worker_8.log",
                            "hs_err_worker_9.log",
                            "notes.txt",
                            "threads_worker_5.txt",
                            "threads_worker_6.txt",
                            "threads_worker_7.txt",
                            "threads_worker_8.txt",
                            "threads_worker_9.txt");
        }
    }

    @Test
    void aHomeThatOthersCanWriteGetsNoEvidence() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Evidence none = Evidence.in(open);
        assertThat(none.flags()).isEmpty();
        assertThat(none.keepThreads(1, new byte[0])).isEmpty();
        assertThat(none.crashReport(1 << 30, A_MINUTE_MS)).isEmpty();
        Path planted = Path.of("/tmp", "hs_err_pid" + (1 << 30) + ".log");
        Files.writeString(planted, "#  forged");
        try {
            assertThat(none.crashReport(1 << 30, A_MINUTE_MS))
                    .as("what another user left in /tmp")
                    .isEmpty();
        } finally {
            Files.delete(planted);
        }
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void aReportThatCannotBeReadHasNoReason() {
        assertThat(Evidence.crashReason(home.resolve("none"))).isEmpty();
    }

    private Path report(int pid, int secondsAgo) throws IOException {
        Path file = home.resolve("evidence/hs_err_worker_" + pid + ".log");
        Files.writeString(
                file,
                "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n"
                        + "#  SIGSEGV (0xb) at pc=0x00007fe44372df14, pid=" + pid + "\n#\n# JRE version: \n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
        return file;
    }
}
