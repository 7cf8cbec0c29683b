package io.baton.protocol.channel;

import io.baton.protocol.LineFramer;

/**
 * What a channel bears of its peer before it ends. Node has no such limits, and a peer can fill its memory.
 *
 * @param maxLine the longest line that is read, in bytes without its end
 * @param skipsLonger whether a longer line of the peer's application is passed over, instead of ending the channel
 * @param maxWaitingBytes how much may wait to be written to a peer that does not read
 */
public record ChannelLimits(int maxLine, boolean skipsLonger, int maxWaitingBytes) {

    /** Of a cluster, whose own lines are short; what its programs say is of no use to the other end. */
    public static final ChannelLimits CLUSTER = new ChannelLimits(LineFramer.MAX_LINE, true, 8 << 20);

    /** Of processes that send each other messages of their own. */
    public static final ChannelLimits MESSAGES = new ChannelLimits(16 << 20, false, 40 << 20);
}
