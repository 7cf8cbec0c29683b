package io.baton.master.config;

import org.jspecify.annotations.Nullable;

/** What the operator asked for cannot be: a message for a person, with what, found and expected; no stack trace. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The operator's fault, in words. */
    public ConfigException(@Nullable String message) {
        super(message, null, false, false);
    }
}
