package io.baton.agent.channel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions that the master has not answered yet. Threads of the server wait here for the thread of the channel. */
final class Questions {

    private final Set<Long> asked = new HashSet<>();
    private final Map<Long, Answer> answers = new HashMap<>();

    private boolean ended;

    /** The question is about to be sent. Returns false if no answer would come. */
    synchronized boolean ask(long seq) {
        return !ended && asked.add(seq);
    }

    /** The master has answered. Returns whether it was asked. */
    synchronized boolean answered(long seq, Answer answer) {
        if (!asked.remove(seq)) {
            return false;
        }
        answers.put(seq, answer);
        notifyAll();
        return true;
    }

    /** No further answer comes. */
    synchronized void end() {
        ended = true;
        asked.clear();
        notifyAll();
    }

    /**
     * Waits for the answer; null if none will come. An interrupt does not end it, as it does not end bind(2): the thread is
     * interrupted again afterwards.
     */
    synchronized @Nullable Answer await(long seq) {
        boolean interrupted = false;
        while (asked.contains(seq)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return answers.remove(seq);
    }
}
