package io.baton.protocol.channel;

/**
 * Why a channel ended.
 *
 * @param reason the reason in words, for a log line
 * @param peersFault whether the other end broke the protocol
 */
public record ChannelEnd(String reason, boolean peersFault) {}
