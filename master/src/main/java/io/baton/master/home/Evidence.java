package io.baton.master.home;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps for the operator what broken workers leave: the JVM's report of a crash, and the threads of a worker that hung. The
 * five newest of each kind stay in the directory {@code evidence} of the home. If no home can be written, thread dumps are
 * not kept and the JVM writes its reports where it does by default. The methods read and write files: not on the conductor.
 */
public final class Evidence {

    private static final Logger LOG = System.getLogger(Evidence.class.getName());

    private static final int KEPT = 5;
    private static final int HEADER_LINES = 10;
    private static final int HEADER_BYTES = 4096;
    private static final long CLOCK_SLACK_MS = 2_000;
    private static final String CRASH = "hs_err_worker_";
    private static final String THREADS = "threads_worker_";

    private final @Nullable Path directory;

    private Evidence(@Nullable Path directory) {
        this.directory = directory;
    }

    /** Evidence in this home, which is created if it does not exist. */
    public static Evidence in(Path home) {
        try {
            Home.require(home);
            Path directory = home.resolve("evidence");
            Home.require(directory);
            if (Files.isWritable(directory)) {
                return new Evidence(directory);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no evidence in {0}: {1}", home, e.getMessage());
        }
        return new Evidence(null);
    }

    /** The flags with which a JVM writes its report here. */
    public List<String> flags() {
        // The JVM replaces two percent signs by one, and %p by its pid.
        return directory == null
                ? List.of()
                : List.of("-XX:ErrorFile=" + directory.toString().replace("%", "%%") + "/" + CRASH + "%p.log");
    }

    /**
     * The report of a JVM that has just crashed, if it wrote one into the home. Deletes older reports. Reports elsewhere
     * are not looked for: in /tmp any user could have put a file of that name, of any size.
     *
     * @param livedMs how long the JVM lived; an older report is that of an earlier process with the same pid
     */
    public Optional<Path> crashReport(int pid, long livedMs) {
        deleteOld(CRASH);
        long bornAtMs = System.currentTimeMillis() - livedMs - CLOCK_SLACK_MS;
        return Optional.ofNullable(directory)
                .map(place -> place.resolve(CRASH + pid + ".log"))
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && time(file).toMillis() >= bornAtMs)
                .map(Path::toAbsolutePath);
    }

    /** The reason that the report gives, as {@code SIGSEGV (0xb) at pc=...}; empty if it cannot be read. */
    public static String crashReason(Path report) {
        try (InputStream bytes = Files.newInputStream(report)) {
            String header = new String(bytes.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
            return header.lines()
                    .limit(HEADER_LINES)
                    .filter(line -> line.startsWith("#  "))
                    .findFirst()
                    .map(line -> line.substring(1).trim())
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * How a file of evidence begins. A link is not followed, because workers may write here too.
     *
     * @param most how many bytes at most
     * @throws IOException if it is no file any more, or cannot be read
     */
    public static String head(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        try (SeekableByteChannel open =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = open.size();
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, size));
            while (bytes.hasRemaining() && open.read(bytes) >= 0) {
                // The next part.
            }
            String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            return size > most ? text + "\n... " + (size - most) + " bytes more in " + file + "\n" : text;
        }
    }

    /** Keeps the thread dump of a worker that hung. Returns its file; empty if it could not be written. */
    public Optional<Path> keepThreads(int pid, byte[] dump) {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            Path file = Files.write(directory.resolve(THREADS + pid + ".txt"), dump);
            deleteOld(THREADS);
            return Optional.of(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "thread dump of pid {0} not kept: {1}", String.valueOf(pid), e.getMessage());
            return Optional.empty();
        }
    }

    private void deleteOld(String kind) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> newestFirst = files.filter(
                            file -> file.getFileName().toString().startsWith(kind))
                    .sorted(Comparator.comparing(Evidence::time).reversed())
                    .toList();
            for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot delete old files in {0}: {1}", directory, e.getMessage());
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
