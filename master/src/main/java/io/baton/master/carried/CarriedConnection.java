package io.baton.master.carried;

import org.jspecify.annotations.Nullable;

/**
 * A client's connection that no worker owns.
 *
 * @param socket its descriptor
 * @param gotAtNanos when the master got it, by {@link System#nanoTime}
 * @param peer a number for the client's address
 * @param returned whether a worker has served it and gave it back
 * @param leftover what that worker has read beyond the last request, in Base64; null for nothing
 * @param requests that were answered on it
 * @param ageMs since it was accepted, at the time when it was given back
 * @param reason why it was given back
 */
public record CarriedConnection(
        int socket,
        long gotAtNanos,
        int peer,
        boolean returned,
        @Nullable String leftover,
        long requests,
        long ageMs,
        String reason) {}
