package io.baton.master.cli;

/**
 * What a {@link Verb} does. A class of its own for each, which is loaded only when its verb is used: a short command ends
 * before a JVM has become fast.
 */
public interface Command {

    /** Its arguments, for the parser and for its help. */
    Usage usage();

    /**
     * Does it.
     *
     * @return the exit code, one of {@link ExitCode}
     * @throws io.baton.master.config.ConfigException if the arguments cannot be understood
     * @throws CommandException if it failed in another way
     */
    int run(Words words, Shell shell) throws CommandException;
}
