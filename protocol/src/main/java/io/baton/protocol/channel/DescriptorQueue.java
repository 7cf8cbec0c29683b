package io.baton.protocol.channel;

import io.baton.protocol.posix.Fd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the descriptors of a channel in order until their lines come: the k-th line with a handle owns the k-th
 * descriptor, whichever reads brought them. A descriptor that the kernel could not open here keeps its place as lost.
 * Otherwise every later pair would be shifted, and two processes would read one client.
 */
final class DescriptorQueue {

    private final ArrayDeque<Optional<Fd>> waiting = new ArrayDeque<>();

    /** Adds a descriptor, owned by the queue from here on. */
    void add(Fd descriptor) {
        waiting.add(Optional.of(descriptor));
    }

    void addLost() {
        waiting.add(Optional.empty());
    }

    int size() {
        return waiting.size();
    }

    /** The next line's descriptor, owned by the caller from here on; null if it was lost or never came. */
    @Nullable
    Fd next() {
        Optional<Fd> next = waiting.poll();
        return next == null ? null : next.orElse(null);
    }

    /** The numbers in order, {@link ChannelRemains#LOST} for a lost descriptor. The queue still owns the descriptors. */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        waiting.forEach(descriptor -> numbers.add(descriptor.map(Fd::number).orElse(ChannelRemains.LOST)));
        return numbers;
    }

    /** Closes all descriptors. Returns how many there were. */
    int closeAll() {
        int open = (int) waiting.stream().filter(Optional::isPresent).count();
        waiting.forEach(descriptor -> descriptor.ifPresent(Fd::close));
        waiting.clear();
        return open;
    }
}
