package io.baton.master.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The content of a jar, which may have been unpacked into directories. */
interface Contents extends AutoCloseable {

    /** The names of all files, in their order in the jar. */
    List<String> names();

    /** How many bytes a file has. */
    long size(String name) throws IOException;

    /** When a file was written, in milliseconds since 1970. */
    long time(String name) throws IOException;

    /** Reads a file. A damaged one fails, at its end at the latest. */
    InputStream open(String name) throws IOException;

    @Override
    void close() throws IOException;

    /** That of a jar. */
    static Contents ofJar(Path jar) throws IOException {
        return new Jar(new ZipFile(jar.toFile()));
    }

    /** That of a jar that was unpacked into one directory, or, layer by layer, into several. */
    static Contents ofDirectories(List<Path> directories) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Path directory : directories) {
            try (Stream<Path> walk = Files.walk(directory)) {
                for (Iterator<Path> all = walk.iterator(); all.hasNext(); ) {
                    Path path = all.next();
                    if (Files.isRegularFile(path)) {
                        files.put(directory.relativize(path).toString(), path);
                    }
                }
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return new Directories(files);
    }

    /** A jar as one file. */
    record Jar(ZipFile zip) implements Contents {

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            }
            return names;
        }

        @Override
        public long size(String name) {
            return entry(name).getSize();
        }

        @Override
        public long time(String name) {
            return entry(name).getTime();
        }

        @Override
        public InputStream open(String name) throws IOException {
            ZipEntry entry = entry(name);
            return new Verified(zip.getInputStream(entry), entry);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }

        private ZipEntry entry(String name) {
            return Objects.requireNonNull(zip.getEntry(name), name);
        }
    }

    /** Files in directories. */
    record Directories(Map<String, Path> files) implements Contents {

        @Override
        public List<String> names() {
            return new ArrayList<>(files.keySet());
        }

        @Override
        public long size(String name) throws IOException {
            return Files.size(file(name));
        }

        @Override
        public long time(String name) throws IOException {
            return Files.getLastModifiedTime(file(name)).toMillis();
        }

        @Override
        public InputStream open(String name) throws IOException {
            return Files.newInputStream(file(name));
        }

        @Override
        public void close() {}

        private Path file(String name) {
            return Objects.requireNonNull(files.get(name), name);
        }
    }

    /** Compares the checksum at the end, which a zip file records and its reader does not look at. */
    final class Verified extends CheckedInputStream {

        private final ZipEntry entry;

        private Verified(InputStream in, ZipEntry entry) {
            super(in, new CRC32());
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            return verified(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return verified(super.read(bytes, offset, length));
        }

        private int verified(int read) throws IOException {
            if (read < 0 && entry.getCrc() >= 0 && getChecksum().getValue() != entry.getCrc()) {
                throw new NotWholeException(entry.getName() + " has another checksum than it should");
            }
            return read;
        }
    }
}
