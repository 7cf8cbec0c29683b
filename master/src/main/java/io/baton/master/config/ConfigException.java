package io.baton.master.config;

/** What the operator asked for cannot be: a message for a person, with what, found and expected; no stack trace. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The operator's fault, in words. */
    public ConfigException(String message) {
        super(message, null, false, false);
    }
}
