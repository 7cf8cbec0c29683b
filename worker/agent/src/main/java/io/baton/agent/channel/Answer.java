package io.baton.agent.channel;

/**
 * The master's answer to a {@link ListenQuestion}.
 *
 * @param errno 0, or a negative error number
 * @param key the name of the listener in all further messages
 * @param socket the descriptor of a bound socket to listen and accept on, taken over by the caller; -1 if connections will be
 *     handed over
 * @param port that is bound
 */
public record Answer(int errno, String key, int socket, int port) {}
