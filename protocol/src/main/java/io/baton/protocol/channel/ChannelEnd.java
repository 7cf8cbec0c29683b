package io.baton.protocol.channel;

/**
 * Why a channel ended.
 *
 * @param reason in words, for a log line
 * @param peersFault whether the peer broke the protocol
 */
public record ChannelEnd(String reason, boolean peersFault) {}
