package io.baton.protocol.channel;

import io.baton.protocol.LineFramer;

/**
 * What a channel bears of its peer before it ends. Node has no such limits, and a peer can fill its memory.
 *
 * @param maxLine the longest line that is read, in bytes without its end
 * @param maxWaitingBytes how much may wait to be written to a peer that does not read
 */
public record ChannelLimits(int maxLine, int maxWaitingBytes) {

    /** Of a cluster, whose lines are short. */
    public static final ChannelLimits CLUSTER = new ChannelLimits(LineFramer.MAX_LINE, 8 << 20);

    /** Of processes that send each other messages of their own. */
    public static final ChannelLimits MESSAGES = new ChannelLimits(16 << 20, 40 << 20);
}
