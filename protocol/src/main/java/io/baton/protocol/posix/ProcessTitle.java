package io.baton.protocol.posix;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What ps, top, pgrep and killall show of a process. {@code ps} and {@code pgrep -f} show its command line, which the kernel
 * reads from the memory of the process (proc(5), arg_start and arg_end in stat); {@code top} and {@code killall} show the name
 * of its first thread. Makes no native calls. Any thread may call.
 */
public final class ProcessTitle {

    /** How each title of ours begins. */
    public static final String PREFIX = "baton: ";

    /** The longest name of a thread (prctl(2), PR_SET_NAME). */
    private static final int NAME_BYTES = 15;

    private static final int ARGUMENTS_START = 48;
    private static final int ARGUMENTS_END = 49;
    private static final int FIRST_AFTER_NAME = 3;

    /** Keeps all command lines, for tools that look into them, if it is {@code off}. */
    private static final String SWITCH = "BATON_TITLES";

    private ProcessTitle() {}

    /**
     * Puts a title in the place of a process's command line. Its environment stays readable. Only for a process that has read
     * its arguments, and that this process may trace, as its child or itself. A command line that the process has replaced by a
     * title of its own stays. Without the permission everything stays as it was.
     *
     * @return whether the title is shown now
     */
    public static boolean set(int pid, String title) {
        Path process = Path.of("/proc", Integer.toString(pid));
        try {
            List<String> before = OwnStart.commandLine();
            boolean off = "off".equals(OwnStart.environment().get(SWITCH));
            if (off || before.isEmpty() || !isOurs(Files.readAllBytes(process.resolve("cmdline")))) {
                return false;
            }
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long start = Long.parseLong(fields[ARGUMENTS_START - FIRST_AFTER_NAME]);
            long end = Long.parseLong(fields[ARGUMENTS_END - FIRST_AFTER_NAME]);
            return end - start > 2 && write(process.resolve("mem"), start, (int) (end - start), title);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    /** Names the first thread of this process. The name is cut to 15 bytes. */
    public static void nameOwnProcess(String name) {
        try {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            int end = bytes.length > NAME_BYTES ? Utf8.cut(bytes, 0, NAME_BYTES) : bytes.length;
            String self = Files.readSymbolicLink(Path.of("/proc/self")).toString();
            Files.write(Path.of("/proc/self/task", self, "comm"), Arrays.copyOf(bytes, end));
        } catch (IOException e) {
            // Without /proc no program could show the name.
        }
    }

    /** Whether it has several arguments, as every command line of ours, or a title that was set here. */
    private static boolean isOurs(byte[] line) {
        for (int i = 1; i < line.length; i++) {
            if (line[i - 1] == 0 && line[i] != 0) {
                return true;
            }
        }
        return new String(line, StandardCharsets.ISO_8859_1).startsWith(PREFIX);
    }

    /**
     * A last byte that is not zero tells the kernel that the process has replaced its command line by one text, which ends at
     * the first zero byte.
     */
    private static boolean write(Path memory, long start, int size, String title) throws IOException {
        byte[] text = title.getBytes(StandardCharsets.UTF_8);
        byte[] area = new byte[size];
        int length = text.length <= size - 2 ? text.length : Utf8.cut(text, 0, size - 2);
        System.arraycopy(text, 0, area, 0, length);
        area[size - 1] = ' ';
        try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
            file.seek(start);
            file.write(area);
        }
        return true;
    }
}
