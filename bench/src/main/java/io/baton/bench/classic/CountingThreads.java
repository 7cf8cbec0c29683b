package io.baton.bench.classic;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Two threads that exchange counted messages: prints {@code main: 1} and {@code worker: 1} to {@code worker: 5} in turn.
 * Node's worker threads have a heap and a loop each and copy every message. Threads in Java share their memory: a queue is
 * enough, a message is the object itself, and neither thread may change it after it was sent. In Node and in Java the crash
 * of one thread ends the process; separate processes avoid that.
 *
 * <pre>java -cp bench/target/bench.jar io.baton.bench.classic.CountingThreads</pre>
 */
public final class CountingThreads {

    private static final int MESSAGES = 5;

    private CountingThreads() {}

    /** The main thread. */
    public static void main(String[] arguments) throws InterruptedException {
        Arguments.of(CountingThreads.class, arguments);
        BlockingQueue<Integer> toWorker = new ArrayBlockingQueue<>(1);
        BlockingQueue<Integer> toMain = new ArrayBlockingQueue<>(1);
        Thread worker = new Thread(() -> answer(toWorker, toMain), "worker");
        worker.start();
        for (int i = 1; i <= MESSAGES; i++) {
            System.out.println("main: " + i);
            toWorker.put(i);
            System.out.println("worker: " + toMain.take());
        }
        worker.join();
    }

    private static void answer(BlockingQueue<Integer> messages, BlockingQueue<Integer> answers) {
        try {
            for (int i = 1; i <= MESSAGES; i++) {
                answers.put(messages.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
