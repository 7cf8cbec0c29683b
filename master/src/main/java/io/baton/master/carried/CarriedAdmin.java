package io.baton.master.carried;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a master shows itself over HTTP.
 *
 * @param socket the descriptor of its listening socket; 0 if it is not open
 * @param host as in {@code io.baton.master.config.AdminAddress}; empty for every address
 * @param port that it has
 * @param hosts names under which clients may ask
 * @param tokenFile has the token; null for that of the home, and from an image that knew no other
 * @param drainDelayMs how long it still accepts connections when it is to stop
 */
public record CarriedAdmin(
        int socket, String host, int port, List<String> hosts, @Nullable String tokenFile, long drainDelayMs) {}
