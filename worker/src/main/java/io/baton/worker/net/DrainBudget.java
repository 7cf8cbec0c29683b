package io.baton.worker.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks once a second after the connections of a worker that drains. A connection that should have moved and streams an
 * answer instead is told that the worker drains. When the budget is used up, the connections that cannot move are ended.
 * Owned by the worker's event loop.
 */
public final class DrainBudget {

    private static final Logger LOG = System.getLogger(DrainBudget.class.getName());

    private static final long LOOK_MS = 1_000;

    private final EventLoop loop;
    private final Connections connections;
    private final Runnable whenAllAreTold;
    private final Map<String, Integer> ended = new TreeMap<>();
    private final long beganNanos = System.nanoTime();

    private boolean over;

    /**
     * The drain begins.
     *
     * @param budgetMs for connections that cannot move; 0: as long as they want
     * @param whenAllAreTold called once no connection is left that may move without its application's knowledge
     */
    public DrainBudget(EventLoop loop, Connections connections, long budgetMs, Runnable whenAllAreTold) {
        this.loop = loop;
        this.connections = connections;
        this.whenAllAreTold = whenAllAreTold;
        if (budgetMs > 0) {
            after(budgetMs, this::endAll);
        }
        after(LOOK_MS, this::look);
        checkWhetherAllAreTold();
    }

    private void look() {
        for (Connection connection : connections.all()) {
            if (!connection.hindrance().isEmpty()) {
                connection.tellDrain();
            }
        }
        checkWhetherAllAreTold();
        after(LOOK_MS, this::look);
    }

    private void checkWhetherAllAreTold() {
        for (Connection connection : connections.all()) {
            if (!connection.isTold()) {
                return;
            }
        }
        whenAllAreTold.run();
    }

    private void endAll() {
        for (Connection connection : connections.all()) {
            String hindrance = connection.hindrance();
            if (!hindrance.isEmpty() && connection.channel().isRegistered()) {
                ended.merge(Farewell.say(connection.channel(), hindrance), 1, Integer::sum);
            }
        }
    }

    /** The drain is over. Logs what became of the connections that did not end by themselves. */
    public void end(int moved) {
        if (over) {
            return;
        }
        over = true;
        if (moved > 0 || !ended.isEmpty()) {
            LOG.log(
                    Level.INFO,
                    "drained in {0} ms: {1} connections moved, {2} closed{3}",
                    String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos)),
                    String.valueOf(moved),
                    String.valueOf(
                            ended.values().stream().mapToInt(Integer::intValue).sum()),
                    ended.entrySet().stream()
                            .map(reason -> reason.getValue() + " (" + reason.getKey() + ")")
                            .collect(Collectors.joining(", ", ended.isEmpty() ? "" : ": ", "")));
        }
    }

    private void after(long ms, Runnable action) {
        Future<?> unused = loop.schedule(
                () -> {
                    if (!over) {
                        action.run();
                    }
                },
                ms,
                TimeUnit.MILLISECONDS);
    }
}
