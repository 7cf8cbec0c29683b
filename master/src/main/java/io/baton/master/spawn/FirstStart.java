package io.baton.master.spawn;

import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Processes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first worker that a master of one command line started, kept in a file for the next master of the same command line. Of the
 * operator's variables only the names of those that the worker does not get are kept, never a value.
 *
 * <p>Used once in a JVM that lives for some milliseconds, so there are no lambdas in what reads it.
 *
 * @param command of the worker
 * @param added its variables, as {@code NAME=value}, that the operator did not give the master
 * @param withheld names of variables that it does not get
 * @param directory where it works; null for that of the master
 * @param counts whether it has a file to count in
 */
record FirstStart(
        List<String> command, List<String> added, List<String> withheld, @Nullable String directory, boolean counts) {

    /** A home keeps so many; the command lines of most homes are fewer. */
    private static final int FILES = 16;

    /** Begins the file. Another layout gets another number. */
    private static final int FORMAT = 0x42460001;

    private static final int MOST_TEXTS = 100_000;

    /** Whether the other says the same. The equals that the compiler makes builds method handles, 50 ms of processor time. */
    boolean isThatOf(@Nullable FirstStart other) {
        return other != null
                && other.command.equals(command)
                && other.added.equals(added)
                && other.withheld.equals(withheld)
                && Objects.equals(other.directory, directory)
                && other.counts == counts;
    }

    /**
     * What this process would start first, if a master of its command line was here before.
     *
     * @param library whose directory keeps it
     */
    static @Nullable FirstStart read(Path library) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file(library))))) {
            if (in.readInt() != FORMAT || !texts(in).equals(key())) {
                return null;
            }
            List<String> command = texts(in);
            List<String> added = texts(in);
            List<String> withheld = texts(in);
            String directory = in.readBoolean() ? in.readUTF() : null;
            boolean counts = in.readBoolean();
            return command.isEmpty() ? null : new FirstStart(command, added, withheld, directory, counts);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            // Cut off, or of another version. The master writes it anew.
            return null;
        }
    }

    /**
     * As a worker is started now.
     *
     * @param given the variables of the operator
     */
    static FirstStart of(SpawnRequest request, Map<String, String> given) {
        Set<String> absent = new LinkedHashSet<>(given.keySet());
        List<String> added = new ArrayList<>();
        for (String variable : request.environment()) {
            int end = variable.indexOf('=', 1);
            String name = variable.substring(0, end);
            absent.remove(name);
            if (!variable.substring(end + 1).equals(given.get(name))) {
                added.add(variable);
            }
        }
        return new FirstStart(
                request.command(),
                added,
                List.copyOf(absent),
                request.directory(),
                request.wiring().equals(Wiring.COUNTING));
    }

    /** The bytes of the file in which {@link #read} finds it again. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(FORMAT);
        write(out, key());
        write(out, command);
        write(out, added);
        write(out, withheld);
        out.writeBoolean(directory != null);
        if (directory != null) {
            out.writeUTF(directory);
        }
        out.writeBoolean(counts);
        return bytes.toByteArray();
    }

    /** The file of this process's command line. Command lines that share one take turns in it. */
    static Path file(Path library) throws IOException {
        return library.resolve("first-start-" + Math.floorMod(Arrays.hashCode(key().toArray()), FILES));
    }

    /**
     * The worker, as it is started today.
     *
     * @param given the variables of the operator
     */
    SpawnRequest request(Map<String, String> given) {
        List<String> environment = new ArrayList<>(added);
        Set<String> others = new LinkedHashSet<>(withheld);
        for (String variable : added) {
            others.add(variable.substring(0, variable.indexOf('=', 1)));
        }
        for (Map.Entry<String, String> variable : given.entrySet()) {
            if (!others.contains(variable.getKey())) {
                environment.add(variable.getKey() + "=" + variable.getValue());
            }
        }
        SpawnRequest worker = new SpawnRequest(command, environment, false);
        worker = directory == null ? worker : worker.in(directory);
        return counts ? worker.counting() : worker;
    }

    /** What the operator said: where, and the words after the jar. */
    private static List<String> key() throws IOException {
        List<String> line = OwnStart.commandLine();
        List<String> key = new ArrayList<>();
        key.add(Processes.workingDirectory());
        key.addAll(line.subList(Math.min(line.size(), line.indexOf("-jar") + 2), line.size()));
        return key;
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_TEXTS) {
            throw new IOException("texts: " + count + " (expected: 0.." + MOST_TEXTS + ")");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }
}
