package io.baton.master.cli;

import io.baton.master.cli.Usage.Option;
import java.util.ArrayList;
import java.util.List;

/** What {@code VERB --help} prints. For 80 columns. */
public final class VerbHelp {

    private static final int COLUMNS = 80;
    private static final int INDENT = 24;

    private VerbHelp() {}

    /** The page of a verb. */
    public static String of(Verb verb, Usage usage, String program) {
        StringBuilder page = new StringBuilder();
        page.append("Usage: ").append(program).append(' ').append(verb.word());
        if (!usage.options().isEmpty()) {
            page.append(" [options]");
        }
        if (!usage.arguments().isEmpty()) {
            page.append(' ').append(usage.arguments());
        }
        page.append("\n\n").append(wrap(usage.does(), 0)).append('\n');
        if (!verb.aliases().isEmpty()) {
            page.append("Also: ").append(String.join(", ", verb.aliases())).append('\n');
        }
        page.append("\nOptions:\n");
        for (Option option : usage.options()) {
            String names = String.join(", ", option.names());
            row(page, names + (option.label().isEmpty() ? "" : " " + option.label()), option.help());
        }
        row(page, "--help, -h", "Show this help.");
        if (!usage.notes().isEmpty()) {
            page.append('\n').append(usage.notes().stripTrailing()).append('\n');
        }
        if (!usage.codes().isEmpty()) {
            page.append("\nExit codes:\n");
            for (int code : usage.codes()) {
                row(page, String.valueOf(code), ExitCode.meaning(code));
            }
        }
        if (!usage.examples().isEmpty()) {
            page.append("\nExamples:\n");
            for (String example : usage.examples()) {
                page.append("  ").append(program).append(' ').append(example).append('\n');
            }
        }
        return page.toString();
    }

    static void row(StringBuilder page, String left, String right) {
        page.append("  ").append(left);
        int column = left.length() + 2;
        if (column >= INDENT) {
            page.append('\n');
            column = 0;
        }
        page.append(" ".repeat(INDENT - column)).append(wrap(right, INDENT)).append('\n');
    }

    private static String wrap(String text, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && indent + line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return String.join("\n" + " ".repeat(indent), lines);
    }
}
