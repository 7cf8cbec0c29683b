package io.baton.agent.channel;

import org.jspecify.annotations.Nullable;

/**
 * Where a server wants to listen, as a {@code queryServer} says it.
 *
 * @param address as text; null for every address
 * @param port {@code 1..65535}, as the master knows it (behind {@code -p outside:inside} that is the outside)
 * @param addressType 4 or 6
 * @param flags 1: IPv6 only
 * @param backlog as the server named it; 0 at bind, when it has not
 * @param index how many times this process has asked for the address before
 */
public record ListenQuestion(@Nullable String address, int port, int addressType, int flags, int backlog, int index) {}
