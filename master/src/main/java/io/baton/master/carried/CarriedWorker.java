package io.baton.master.carried;

import io.baton.master.output.OutputRemains;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.channel.ChannelRemains;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker process.
 *
 * @param name as the log shows it
 * @param slot the number of its slot
 * @param createdAtNanos when its start was ordered, by {@link System#nanoTime}
 * @param generation of the application that it was started from
 * @param image of the master that started it; 0 for the first one
 * @param version of Baton's additions to the protocol that it speaks, 0 for plain Node
 * @param window how many connections may be on their way to it
 * @param readiness how it became ready
 * @param leaving how it leaves
 * @param lane what it was sent
 * @param channel its channel; null if it has ended
 * @param nextSeq the number of the next message to it
 * @param printed what it prints
 */
public record CarriedWorker(
        int pid,
        String name,
        int slot,
        WorkerState state,
        long createdAtNanos,
        int generation,
        int image,
        int version,
        int window,
        CarriedReadiness readiness,
        CarriedLeaving leaving,
        CarriedLane lane,
        @Nullable ChannelRemains channel,
        long nextSeq,
        OutputRemains printed) {

    /** The numbers of its descriptors that must survive. */
    void addDescriptorsTo(List<Integer> numbers) {
        if (channel != null) {
            numbers.addAll(channel.descriptors());
        }
        numbers.addAll(printed.descriptors());
    }
}
