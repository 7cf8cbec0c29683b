package io.baton.protocol.channel;

import io.baton.protocol.LineFramer;

/**
 * Limits for the other end of a channel, beyond which the channel ends. Node has no such limits, so that the other end
 * can fill a process's memory.
 *
 * @param maxLine the longest line that is read, in bytes without its end
 * @param skipsLonger whether a longer line of the other end's application is skipped; otherwise it ends the channel
 * @param maxWaitingBytes how many bytes may wait while the other end does not read
 */
public record ChannelLimits(int maxLine, boolean skipsLonger, int maxWaitingBytes) {

    /** The limits in a cluster. Its own lines are short, and the other end has no use for a program's messages. */
    public static final ChannelLimits CLUSTER = new ChannelLimits(LineFramer.MAX_LINE, true, 8 << 20);

    /** The limits between processes that send each other messages of their own. */
    public static final ChannelLimits MESSAGES = new ChannelLimits(16 << 20, false, 40 << 20);
}
