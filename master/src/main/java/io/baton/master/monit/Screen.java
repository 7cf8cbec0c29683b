package io.baton.master.monit;

import io.baton.protocol.posix.WindowSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The whole terminal, while it is open. Closing it shows again what was there before; so does the end of this JVM, whether by
 * exit, an exception, SIGINT or SIGTERM. One thread draws and reads.
 */
public final class Screen implements AutoCloseable {

    private static final int STANDARD_OUTPUT = 1;
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;
    private static final int ESCAPE = 27;

    /** So long at most after Ctrl-C the screen ends. */
    private static final long SLICE_MS = 100;

    /** The rest of the bytes of one key comes at once. */
    private static final long REST_OF_KEY_MS = 30;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private final String leave;
    private final OutputStream output = new FileOutputStream(FileDescriptor.out);
    private final Thread atExit = new Thread(this::restore, "baton-terminal");

    private int columns;
    private int rows;
    private boolean restored;
    private volatile boolean interrupted;

    private Screen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        this.display = new Display(terminal, true);
        this.leave = leave(terminal);
        terminal.handle(Signal.INT, signal -> interrupted = true);
    }

    /**
     * Takes the terminal.
     *
     * @throws IOException if it is none, or can only print lines
     */
    public static Screen open() throws IOException {
        // Box drawing characters as themselves: not every terminal knows the letters that stood for them.
        System.setProperty(TerminalBuilder.PROP_DISABLE_ALTERNATE_CHARSET, "true");
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .dumb(false)
                .exec(true)
                .jni(false)
                .ffm(false)
                .build();
        Screen screen = new Screen(terminal);
        Runtime.getRuntime().addShutdownHook(screen.atExit);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        return screen;
    }

    /** The width now. */
    public int columns() {
        int asked = WindowSize.columns(STANDARD_OUTPUT);
        return asked > 0 ? asked : USUAL_COLUMNS;
    }

    /** The height now. */
    public int rows() {
        int asked = WindowSize.rows(STANDARD_OUTPUT);
        return asked > 0 ? asked : USUAL_ROWS;
    }

    /**
     * Shows these lines, from the top. What is too much is cut.
     *
     * @param lines with colours as escape sequences
     * @param marked the index of a line that is shown inversely; negative for none
     */
    public void draw(List<String> lines, int marked) {
        if (columns() != columns || rows() != rows) {
            columns = columns();
            rows = rows();
            display.resize(rows, columns);
            display.clear();
        }
        List<AttributedString> shown = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            AttributedString line = AttributedString.fromAnsi(i < lines.size() ? lines.get(i) : "");
            if (i == marked) {
                line = new AttributedString(line.toString(), AttributedStyle.INVERSE);
            }
            shown.add(line.columnSubSequence(0, columns));
        }
        display.update(shown, 0);
    }

    /**
     * Waits for a key.
     *
     * @return {@link Key#NONE} if none is pressed in this time
     */
    public Key key(long limitMs) throws IOException {
        NonBlockingReader reader = terminal.reader();
        int first = NonBlockingReader.READ_EXPIRED;
        for (long waited = 0; waited < limitMs && first == NonBlockingReader.READ_EXPIRED; waited += SLICE_MS) {
            first = reader.read(SLICE_MS);
            if (interrupted) {
                return Key.INTERRUPT;
            }
        }
        if (first == NonBlockingReader.EOF) {
            return Key.QUIT;
        }
        if (first == ESCAPE) {
            int second = reader.read(REST_OF_KEY_MS);
            int third = second == '[' || second == 'O' ? reader.read(REST_OF_KEY_MS) : 0;
            return third == 'A' ? Key.UP : third == 'B' ? Key.DOWN : Key.NONE;
        }
        return Key.of((char) first);
    }

    @Override
    public void close() throws IOException {
        restore();
        Runtime.getRuntime().removeShutdownHook(atExit);
        terminal.close();
    }

    /** Not through the terminal, which JLine closes at the same moment when this JVM ends. */
    private synchronized void restore() {
        if (!restored) {
            restored = true;
            try {
                output.write(leave.getBytes(StandardCharsets.US_ASCII));
                output.flush();
                terminal.setAttributes(before);
            } catch (IOException | IOError | IllegalStateException e) {
                // The terminal is gone, or JLine has restored it.
            }
        }
    }

    /** What a terminal of this type is sent to show what was there before. */
    private static String leave(Terminal terminal) {
        StringWriter text = new StringWriter();
        for (Capability one : List.of(Capability.cursor_normal, Capability.exit_ca_mode)) {
            String sequence = terminal.getStringCapability(one);
            if (sequence != null) {
                Curses.tputs(text, sequence);
            }
        }
        return text.toString();
    }
}
