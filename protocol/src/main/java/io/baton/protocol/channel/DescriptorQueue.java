package io.baton.protocol.channel;

import io.baton.protocol.posix.Fd;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that came over a channel and wait for their lines, in order: the k-th line with a handle owns the k-th
 * descriptor, whichever read brought which. A descriptor that the kernel could not open here keeps its place as lost, or
 * every later pair would be shifted and two processes would read one client.
 */
final class DescriptorQueue {

    private final ArrayDeque<Optional<Fd>> waiting = new ArrayDeque<>();

    /** Takes ownership. */
    void add(Fd descriptor) {
        waiting.add(Optional.of(descriptor));
    }

    void addLost() {
        waiting.add(Optional.empty());
    }

    int size() {
        return waiting.size();
    }

    /** The next line's descriptor, which the caller then owns; null if it was lost or never came. */
    @Nullable
    Fd next() {
        Optional<Fd> next = waiting.poll();
        return next == null ? null : next.orElse(null);
    }

    /** Returns how many were closed. */
    int closeAll() {
        int open = (int) waiting.stream().filter(Optional::isPresent).count();
        waiting.forEach(descriptor -> descriptor.ifPresent(Fd::close));
        waiting.clear();
        return open;
    }
}
