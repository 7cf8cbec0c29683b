package io.baton.master.table;

/** Colours that terminals have had for decades (ECMA-48, SGR). A colour only repeats what the text says. */
public enum Colour {
    /** The terminal's own. */
    NONE(""),
    GREEN("32"),
    YELLOW("33"),
    RED("31"),
    CYAN("36"),
    BLUE("34"),
    MAGENTA("35"),
    DIM("2"),
    BOLD("1");

    static final String OFF = "\u001b[0m";

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String on() {
        return "\u001b[" + code + "m";
    }
}
