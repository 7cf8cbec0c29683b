package io.baton.master.carried;

import java.util.List;

/**
 * The state that workers share.
 *
 * @param address of the socket, as workers know it
 * @param socket its descriptor
 * @param apps those that have shared something
 */
public record CarriedShared(String address, int socket, List<CarriedSharedApplication> apps) {}
