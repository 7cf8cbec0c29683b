package io.baton.bench.classic;

import java.util.List;

/** The arguments of a program here. An argument that cannot be understood ends the program with 2 and one line. */
final class Arguments {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int HIGHEST_PORT = 65535;

    private final String program;
    private final List<String> given;

    private Arguments(String program, List<String> given) {
        this.program = program;
        this.given = given;
    }

    /**
     * The arguments of a program.
     *
     * @param names one for each that it takes; all may be left out
     */
    static Arguments of(Class<?> program, String[] given, String... names) {
        Arguments arguments = new Arguments(program.getSimpleName(), List.of(given));
        if (given.length > names.length || List.of(given).contains("--help")) {
            String usage =
                    names.length == 0 ? " (no arguments)" : " [" + String.join(" [", names) + "]".repeat(names.length);
            throw exit(USAGE, "usage: " + arguments.program + usage);
        }
        return arguments;
    }

    /** The port that is given first, else the classic one. */
    int port() {
        return number(0, "port", 1337, 0, HIGHEST_PORT);
    }

    /** A whole number; ends the program if the argument is no whole number or is out of range. */
    int number(int index, String name, int otherwise, int least, int most) {
        String text = text(index, String.valueOf(otherwise));
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw exit(USAGE, program + ": " + name + ": " + text + " (expected: " + least + ".." + most + ")");
    }

    /** An argument as it is. */
    String text(int index, String otherwise) {
        return index < given.size() ? given.get(index) : otherwise;
    }

    /** Ends the program because it cannot do its work. The caller throws the returned exception, so that the compiler knows it. */
    static Error fail(String reason) {
        return exit(FAILED, reason);
    }

    private static Error exit(int code, String line) {
        System.err.println(line);
        System.exit(code);
        return new AssertionError(line);
    }
}
