package io.baton.master.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.LogLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class RotatedFileTest {

    private static final LogLimits NO_LIMITS = new LogLimits(0, 10, 0, 0);

    @TempDir
    Path home;

    private final LogNames names = LogNames.in(Path.of("/none"), "api", false);
    private long nanos = -5;

    @Test
    void aFullFileIsRenamedAndNoLineIsLostOrCutInTwo() throws IOException {
        RotatedFile file = file(new LogLimits(1000, 50, 0, 0));
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String line = "line " + i + "x".repeat(i % 90);
            printed.add(line);
            write(file, line);
        }
        List<String> read = new ArrayList<>();
        for (int i = 50; i >= 0; i--) {
            Path part = i == 0 ? log() : log("." + i);
            if (Files.exists(part)) {
                assertThat(Files.size(part)).isLessThanOrEqualTo(1000);
                assertThat(Files.readString(part)).endsWith("\n");
                read.addAll(Files.readAllLines(part));
            }
        }
        assertThat(read).isEqualTo(printed);
    }

    @Test
    void severalLinesThatComeAtOnceAreSpreadOverFilesAtTheirEnds() throws IOException {
        RotatedFile file = file(new LogLimits(100, 50, 0, 0));
        String lines = IntStream.range(0, 40).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        file.write(new PrefixedLines("api:1 | ".getBytes(UTF_8), lines.getBytes(UTF_8)));
        StringBuilder read = new StringBuilder();
        for (int i = 50; i >= 0; i--) {
            Path part = i == 0 ? log() : log("." + i);
            if (Files.exists(part)) {
                assertThat(Files.size(part)).isLessThanOrEqualTo(100);
                read.append(Files.readString(part));
            }
        }
        assertThat(read.toString()).isEqualTo(lines.replaceAll("(?m)^(?=.)", "api:1 | "));
    }

    @Test
    void aLineThatIsLongerThanTheLimitHasAFileOfItsOwn() throws IOException {
        RotatedFile file = file(new LogLimits(10, 5, 0, 0));
        write(file, "short");
        write(file, "a line that is longer than any file may be");
        write(file, "end");
        assertThat(log(".2")).hasContent("short");
        assertThat(log(".1")).hasContent("a line that is longer than any file may be");
        assertThat(log()).hasContent("end");
    }

    @Test
    void onlySoManyRenamedFilesAreKeptAsTheOperatorWants() throws IOException {
        RotatedFile file = file(new LogLimits(10, 3, 0, 0));
        Files.writeString(log(".7"), "kept when more were wanted");
        for (int i = 0; i < 20; i++) {
            write(file, "number " + i);
        }
        assertThat(listed()).containsExactly("api-1-out.log", "api-1-out.log.1", "api-1-out.log.2", "api-1-out.log.3");
        assertThat(log(".3")).hasContent("number 16");
    }

    @Test
    void withNoRenamedFilesAFullFileIsDeleted() throws IOException {
        RotatedFile file = file(new LogLimits(10, 0, 0, 0));
        write(file, "number 1");
        write(file, "number 2");
        assertThat(listed()).containsExactly("api-1-out.log");
        assertThat(log()).hasContent("number 2");
    }

    @Test
    void anOldFileIsRenamedWhenTheNextLineComes() throws IOException {
        RotatedFile file = file(new LogLimits(0, 5, 60_000, 0));
        write(file, "first");
        nanos += TimeUnit.SECONDS.toNanos(60);
        write(file, "a minute later");
        assertThat(listed()).containsExactly("api-1-out.log");
        nanos += 1;
        write(file, "second");
        assertThat(log(".1")).hasContent("first\na minute later");
        assertThat(log()).hasContent("second");
    }

    @Test
    void theFileOfAnEarlierMasterIsContinued() throws IOException {
        Files.createDirectories(logs());
        Files.writeString(log(), "earlier\n");
        RotatedFile file = file(new LogLimits(15, 5, 0, 0));
        write(file, "now");
        write(file, "more than fits");
        assertThat(log(".1")).hasContent("earlier\nnow");
        assertThat(log()).hasContent("more than fits");
    }

    @Test
    void aFileThatWasRenamedByLogrotateTakesLinesUntilItIsReopened() throws IOException {
        RotatedFile file = file(NO_LIMITS);
        write(file, "one");
        Files.move(log(), log(".old"));
        write(file, "two");
        file.reopen();
        write(file, "three");
        assertThat(log(".old")).hasContent("one\ntwo");
        assertThat(log()).hasContent("three");
    }

    @Test
    void aDeletedFileIsMadeAgainAndTheLineIsInIt() throws IOException {
        RotatedFile file = file(NO_LIMITS);
        write(file, "one");
        Files.delete(log());
        Files.delete(logs());
        write(file, "two");
        assertThat(log()).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileThatAnotherProgramHasEmptiedIsNotTakenForFull() throws IOException {
        RotatedFile file = file(new LogLimits(20, 5, 0, 0));
        write(file, "fifteen letters");
        Files.writeString(log(), "");
        write(file, "ten more..");
        assertThat(listed()).containsExactly("api-1-out.log");
        assertThat(log()).hasContent("ten more..");
    }

    /** /dev/full is a disk that is full for ever; a link to it would be refused, and so it is the file itself. */
    @Test
    void linesThatAFullDiskDoesNotTakeAreCountedAndTheServiceGoesOn() {
        RotatedFile file = new RotatedFile(
                Path.of("/dev/full"),
                NO_LIMITS,
                new LogTotal(List::of, 0),
                LineStyle.prefixed(""),
                opened -> {},
                () -> nanos,
                ByteBuffer.allocateDirect(64 * 1024));
        file.open();
        write(file, "one\ntwo");
        assertThat(file.hasLost()).isTrue();
        nanos += TimeUnit.SECONDS.toNanos(2);
        file.retry();
        assertThat(file.hasLost()).isTrue();
        file.close();
    }

    @Test
    void theFirstLineAfterALossTellsHowManyWereLost() throws IOException {
        RotatedFile file = file(NO_LIMITS);
        write(file, "one");
        Path directory = logs();
        Files.move(directory, home.resolve("away"));
        Files.writeString(directory, "a file is in the place of the directory");
        file.reopen();
        write(file, "two");
        assertThat(home.resolve("away/api-1-out.log"))
                .as("what is open takes the lines")
                .hasContent("one\ntwo");
        file.close();
        write(file, "three");
        write(file, "four\nfive");
        Files.delete(directory);
        write(file, "too soon");
        nanos += TimeUnit.SECONDS.toNanos(1);
        file.retry();
        write(file, "six");
        List<String> lines = Files.readAllLines(log());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("baton: 4 lines were lost here: ").contains(directory.toString());
        assertThat(lines.get(1)).isEqualTo("six");
    }

    @Test
    void aDiskThatTakesALineNowAndThenIsOneFailureWithOneWarning() throws IOException {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                warnings.add(new SimpleFormatter().formatMessage(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(LostLines.class.getName());
        log.addHandler(handler);
        try {
            RotatedFile file = file(NO_LIMITS);
            for (int i = 0; i < 5; i++) {
                file.close();
                Files.move(logs(), home.resolve("away"));
                Files.writeString(logs(), "in the way");
                write(file, "lost");
                Files.delete(logs());
                Files.move(home.resolve("away"), logs());
                nanos += TimeUnit.SECONDS.toNanos(2);
                file.retry();
            }
            assertThat(warnings).hasSize(1);
            nanos += TimeUnit.SECONDS.toNanos(10);
            file.retry();
            assertThat(warnings).hasSize(2);
            assertThat(warnings.get(1)).endsWith("is written again; 5 lines were lost");
            assertThat(file.hasLost()).isFalse();
        } finally {
            log.removeHandler(handler);
        }
    }

    @Test
    void aLinkInThePlaceOfTheFileIsNotFollowed() throws IOException {
        Path target = home.resolve("target");
        Files.createDirectories(logs());
        Files.createSymbolicLink(log(), target);
        RotatedFile file = file(NO_LIMITS);
        write(file, "one");
        assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(file.hasLost()).isTrue();
    }

    @Test
    void whereNothingCanBeRenamedTheFileGrowsOn() throws IOException {
        RotatedFile file = file(new LogLimits(10, 1, 0, 0));
        write(file, "number 1");
        Path inTheWay = Files.createDirectories(log(".1").resolve("that cannot be deleted"));
        write(file, "number 2");
        assertThat(log()).hasContent("number 1\nnumber 2");
        Files.delete(inTheWay);
        nanos += TimeUnit.MINUTES.toNanos(1);
        write(file, "number 3");
        assertThat(log(".1")).hasContent("number 1\nnumber 2");
        assertThat(log()).hasContent("number 3");
    }

    @Test
    void emptyingRemovesTheRenamedFilesToo() throws IOException {
        RotatedFile file = file(new LogLimits(10, 5, 0, 0));
        write(file, "number 1");
        write(file, "number 2");
        file.empty();
        assertThat(listed()).containsExactly("api-1-out.log");
        assertThat(log()).isEmptyFile();
        write(file, "number 3");
        assertThat(log()).hasContent("number 3");
    }

    @Test
    void theOldestRenamedFilesGoWhenAllFilesOfTheApplicationAreTooLargeTogether() throws IOException {
        LogNames all = LogNames.in(logs(), "api", false);
        Files.createDirectories(logs());
        Path oldest = Files.writeString(log().resolveSibling("api-2-err.log.4"), "x".repeat(300));
        Files.setLastModifiedTime(oldest, FileTime.fromMillis(1_000));
        Path old = Files.writeString(log().resolveSibling("api-2-out.log"), "x".repeat(300));
        Files.setLastModifiedTime(old, FileTime.fromMillis(2_000));
        Path other = Files.writeString(log().resolveSibling("api-2-1-out.log"), "x".repeat(3000));
        Files.setLastModifiedTime(other, FileTime.fromMillis(500));
        LogTotal total = new LogTotal(all::existing, 1000);
        total.opened(log());
        RotatedFile file = new RotatedFile(
                log(),
                new LogLimits(0, 50, 0, 1000),
                total,
                LineStyle.prefixed(""),
                opened -> {},
                () -> nanos,
                ByteBuffer.allocateDirect(1024));
        for (int i = 0; i < 50; i++) {
            write(file, "x".repeat(9));
        }
        assertThat(oldest).doesNotExist();
        assertThat(old).exists();
        for (int i = 0; i < 300; i++) {
            write(file, "x".repeat(9));
            assertThat(size(all.existing())).isLessThanOrEqualTo(1000);
        }
        assertThat(old).doesNotExist();
        assertThat(other).as("of the application api-2").exists();
        assertThat(size(all.existing())).as("half of what may be kept is kept").isGreaterThan(500);
    }

    private static long size(List<Path> files) throws IOException {
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        return sum;
    }

    private RotatedFile file(LogLimits limits) {
        RotatedFile file = new RotatedFile(
                log(),
                limits,
                new LogTotal(names::existing, 0),
                LineStyle.prefixed(""),
                opened -> {},
                () -> nanos,
                ByteBuffer.allocateDirect(1024));
        file.open();
        return file;
    }

    private static void write(RotatedFile file, String line) {
        file.write(new PrefixedLines(PrefixedLines.NO_PREFIX, (line + "\n").getBytes(UTF_8)));
    }

    private Path logs() {
        return home.resolve("logs");
    }

    private Path log() {
        return log("");
    }

    private Path log(String ending) {
        return home.resolve("logs/api-1-out.log" + ending);
    }

    private List<String> listed() throws IOException {
        try (Stream<Path> files = Files.list(logs())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
