package io.baton.agent.channel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The questions that the master has not answered yet. Threads of the server wait here for the thread of the channel. */
final class Questions {

    private final Map<Long, Answer> answers = new HashMap<>();

    private boolean ended;

    /** The master has answered. */
    synchronized void answered(long seq, Answer answer) {
        answers.put(seq, answer);
        notifyAll();
    }

    /** Nothing more comes. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for the answer; null if none will come. */
    synchronized @Nullable Answer await(long seq) throws InterruptedException {
        while (!ended && !answers.containsKey(seq)) {
            wait();
        }
        return answers.remove(seq);
    }
}
