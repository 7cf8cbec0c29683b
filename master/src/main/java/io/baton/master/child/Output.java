package io.baton.master.child;

/** What a command printed to standard output and standard error, as UTF-8. */
public record Output(String stdout, String stderr) {}
