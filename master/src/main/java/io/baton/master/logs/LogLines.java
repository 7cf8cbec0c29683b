package io.baton.master.logs;

import io.baton.master.table.Colour;
import io.baton.master.table.Moment;
import io.baton.master.table.Terminal;
import io.baton.protocol.message.ValueCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows lines of log files, each behind the slot that printed it: {@code api:2 | hello}, or {@code api:2 err | hello} for standard
 * error.
 */
public final class LogLines {

    /** No red, which means an error. */
    private static final Colour[] COLOURS = {Colour.CYAN, Colour.GREEN, Colour.YELLOW, Colour.MAGENTA, Colour.BLUE};

    private static final int SCHEMA = 1;

    /** Everything but tabs and colours: a log must not steer the terminal. */
    private static final Pattern CONTROL =
            Pattern.compile("\u001b(?!\\[[0-9;]*m)|[\\x00-\\x08\\x0b-\\x1a\\x1c-\\x1f\\x7f-\\x9f]");

    private final Style style;
    private final Terminal terminal;
    private final List<String> targets;
    private final Map<String, Colour> colours = new LinkedHashMap<>();

    /** How lines are shown. */
    public enum Style {
        /** For people. */
        PREFIXED,
        /** As they were printed, and nothing else. */
        RAW,
        /** One JSON object each. */
        JSON
    }

    /**
     * Shows the lines of these targets.
     *
     * @param targets names of applications, or slots as {@code api:2}; empty for all
     */
    public LogLines(Style style, Terminal terminal, List<String> targets) {
        this.style = style;
        this.terminal = terminal;
        this.targets = List.copyOf(targets);
    }

    /** The text to print for these lines of a file; those of other slots are left out. */
    public List<String> show(LogSource source, List<String> lines) {
        List<String> shown = new ArrayList<>();
        for (String line : lines) {
            FileLine parts = FileLine.of(source, line);
            if (isWanted(source, parts.slot())) {
                shown.add(
                        switch (style) {
                            case RAW -> parts.message();
                            case JSON -> json(source, parts);
                            case PREFIXED -> prefixed(source, parts);
                        });
            }
        }
        return shown;
    }

    private boolean isWanted(LogSource source, int slot) {
        String app = source.app();
        return targets.isEmpty()
                || targets.contains("all")
                || targets.contains(app)
                || targets.contains(app + ":" + slot)
                || (slot == LogSource.SHARED && targets.stream().anyMatch(source::isFor));
    }

    private String prefixed(LogSource source, FileLine line) {
        String slot = line.slot() == LogSource.SHARED ? source.app() : source.app() + ":" + line.slot();
        Colour colour = source.error()
                ? Colour.RED
                : colours.computeIfAbsent(slot, name -> COLOURS[colours.size() % COLOURS.length]);
        String time = line.time() == null ? "" : line.time() + " ";
        String message =
                terminal.interactive() ? CONTROL.matcher(line.message()).replaceAll("?") : line.message();
        return time + terminal.in(colour, slot + (source.error() ? " err |" : " |")) + " " + message;
    }

    private static String json(LogSource source, FileLine line) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        String time = line.time();
        json.put("schema", SCHEMA);
        json.put("time", time == null || time.endsWith("Z") ? time : Moment.utcOf(time));
        json.put("app", source.app());
        json.put("slot", line.slot() == LogSource.SHARED ? null : line.slot());
        json.put("stream", source.error() ? "err" : "out");
        json.put("message", line.message());
        return ValueCodec.encode(json);
    }
}
