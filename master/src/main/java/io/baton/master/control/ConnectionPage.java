package io.baton.master.control;

import io.baton.protocol.OpenConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some connections of one worker process.
 *
 * @param app the name of its application
 * @param slot its number in the application
 * @param more whether it has further ones, with higher numbers
 * @param connections the lowest number first
 * @param refusal why it does not tell, in one line for the operator; null if it does
 */
public record ConnectionPage(
        String app, int slot, int pid, boolean more, List<OpenConnection> connections, @Nullable String refusal) {}
