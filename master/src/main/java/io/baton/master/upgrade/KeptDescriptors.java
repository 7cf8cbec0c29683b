package io.baton.master.upgrade;

import io.baton.protocol.posix.Inheritance;
import io.baton.protocol.posix.PosixException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The descriptors that the next program in this process gets, besides those that the operator gave this one. They stay
 * close-on-exec until just before it is executed, so that no child that is started meanwhile gets one. One thread at a time.
 */
public final class KeptDescriptors {

    private final Set<Integer> numbers;

    /** Keeps these numbers of open, close-on-exec descriptors, which keep their owners. */
    public KeptDescriptors(List<Integer> numbers) {
        this.numbers = new LinkedHashSet<>(numbers);
    }

    /**
     * The next program gets them from here on.
     *
     * @throws PosixException if one is not open; then it gets none
     */
    void handOver() throws PosixException {
        List<Integer> done = new ArrayList<>();
        try {
            for (int number : numbers) {
                Inheritance.add(number);
                done.add(number);
            }
        } catch (PosixException e) {
            takeBack(done);
            throw e;
        }
    }

    /** The next program gets none: it could not be executed. */
    void takeBack() {
        takeBack(numbers);
    }

    /**
     * In the next program: makes them close-on-exec again, before anything else is done and any child is started.
     *
     * @throws PosixException if one is not open: the state belongs to another process
     */
    public static void arrived(List<Integer> numbers) throws PosixException {
        for (int number : numbers) {
            Inheritance.remove(number);
        }
    }

    private static void takeBack(Iterable<Integer> numbers) {
        for (int number : numbers) {
            try {
                Inheritance.remove(number);
            } catch (PosixException e) {
                // It is not open, and cannot be inherited.
            }
        }
    }
}
