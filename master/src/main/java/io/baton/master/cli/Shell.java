package io.baton.master.cli;

import io.baton.master.table.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a command.
 *
 * @param out for the answer
 * @param err for everything else
 * @param terminal that {@code out} goes to
 * @param environment of the operator
 * @param home of the daemon
 */
public record Shell(PrintStream out, PrintStream err, Terminal terminal, Map<String, String> environment, Path home) {

    private static final int BUFFER = 8192;

    /** The name of the program in help and hints: what the operator typed, as far as that can be known. */
    public static String program() {
        String stub = System.getProperty("baton.command", "");
        return stub.isEmpty() ? "java -jar " + System.getProperty("java.class.path", "master.jar") : stub;
    }

    /** The one of this process. Whatever the locale is, it prints UTF-8. */
    public static Shell ofThisProcess(Map<String, String> environment, Path home) {
        return new Shell(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Terminal.ofStandardOutput(environment),
                environment,
                home);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
                false,
                StandardCharsets.UTF_8);
    }

    /** Prints one line of an error. */
    public void complain(String message) {
        out.flush();
        err.print("baton: " + message + "\n");
        err.flush();
    }

    /** Prints a line of the answer. */
    public void say(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
