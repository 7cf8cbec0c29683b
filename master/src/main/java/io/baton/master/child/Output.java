package io.baton.master.child;

/** The text that a command printed to standard output and to standard error, decoded as UTF-8. */
public record Output(String stdout, String stderr) {}
