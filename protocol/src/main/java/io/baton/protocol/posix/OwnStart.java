package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line and the variables with which this process was executed, as {@link SystemText}. Makes no native calls, so
 * that it can be used before the native library is there.
 */
public final class OwnStart {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    private static volatile @Nullable List<String> read;

    private OwnStart() {}

    /**
     * The command line, the program's name first. It is read once: it may get a {@link ProcessTitle}, but not before it was
     * read.
     */
    public static List<String> commandLine() throws IOException {
        List<String> line = read;
        if (line == null) {
            line = List.copyOf(split(Files.readAllBytes(COMMAND_LINE)));
            read = line;
        }
        return line;
    }

    /**
     * The arguments of {@code main} as bytes, before the JVM decoded them.
     *
     * @param given the decoded arguments; returned as they are if the command line does not end with as many
     */
    public static String[] arguments(String[] given) {
        if (isAscii(given)) {
            return given;
        }
        try {
            List<String> line = commandLine();
            int first = line.size() - given.length;
            if (first < 1 || !endsWith(line.subList(first, line.size()), given)) {
                return given;
            }
            return line.subList(first, line.size()).toArray(new String[0]);
        } catch (IOException e) {
            return given;
        }
    }

    /** The variables with which this process was started. Without /proc, the JVM's own reading of them. */
    public static Map<String, String> environment() {
        try {
            return variables(split(Files.readAllBytes(ENVIRONMENT)));
        } catch (IOException e) {
            return new LinkedHashMap<>(System.getenv());
        }
    }

    static Map<String, String> variables(List<String> entries) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : entries) {
            // A name may begin with an equals sign, as in the JDK.
            int end = entry.indexOf('=', 1);
            if (end > 0) {
                variables.putIfAbsent(entry.substring(0, end), entry.substring(end + 1));
            }
        }
        return variables;
    }

    /**
     * Whether the arguments are on the command line. Arguments from an argument file are not; the file's name is there
     * instead.
     */
    private static boolean endsWith(List<String> line, String[] given) {
        for (int i = 0; i < given.length; i++) {
            boolean ascii = SystemText.isAscii(given[i]);
            if (SystemText.isAscii(line.get(i)) != ascii
                    || (ascii && !line.get(i).equals(given[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String[] texts) {
        for (String text : texts) {
            if (!SystemText.isAscii(text)) {
                return false;
            }
        }
        return true;
    }

    static List<String> split(byte[] texts) {
        // This is nearly always so, and then one call decodes all: every start runs this code.
        String all = new String(texts, StandardCharsets.ISO_8859_1);
        boolean ascii = SystemText.isAscii(all);
        List<String> split = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] == 0) {
                split.add(ascii ? all.substring(start, i) : SystemText.decode(Arrays.copyOfRange(texts, start, i)));
                start = i + 1;
            }
        }
        return split;
    }
}
