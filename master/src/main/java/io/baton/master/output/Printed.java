package io.baton.master.output;

/** Which of its two outputs a worker printed on. */
public enum Printed {
    OUT("out"),
    ERR("err");

    private final String word;

    Printed(String word) {
        this.word = word;
    }

    /** As in the names of log files, and in lines of JSON. */
    public String word() {
        return word;
    }
}
