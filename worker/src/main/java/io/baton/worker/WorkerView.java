package io.baton.worker;

import io.baton.protocol.posix.Processes;
import io.baton.protocol.shared.Resp;
import io.baton.worker.shared.Keeper;
import io.baton.worker.spi.Answers;
import io.baton.worker.spi.Shared;
import io.baton.worker.spi.Worker;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The worker process as its application sees it. Any thread may call. */
final class WorkerView implements Worker {

    private static final int BACKGROUND_NICE = 10;

    private final int id;
    private final int parent;
    private final WorkerArguments arguments;
    private final BooleanSupplier draining;
    private final Consumer<String> retire;
    private final Answers answers;
    private final EventLoop loop;

    private @Nullable Shared shared;

    /**
     * @param parent the parent's pid as it was when this process began
     * @param retire gives the worker up, for the reason told
     * @param answers counts them
     * @param loop of the worker
     */
    WorkerView(
            int id,
            int parent,
            WorkerArguments arguments,
            BooleanSupplier draining,
            Consumer<String> retire,
            Answers answers,
            EventLoop loop) {
        this.loop = loop;
        this.id = id;
        this.parent = parent;
        this.arguments = arguments;
        this.draining = draining;
        this.retire = retire;
        this.answers = answers;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public long pid() {
        return Processes.pid();
    }

    @Override
    public long ppid() {
        return parent;
    }

    @Override
    public int processors() {
        return arguments.processors() > 0
                ? arguments.processors()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / arguments.workers());
    }

    @Override
    public boolean draining() {
        return draining.getAsBoolean();
    }

    @Override
    public void retire(String reason) {
        retire.accept(reason);
    }

    @Override
    public void giveWay() {
        Processes.setNice(0, BACKGROUND_NICE);
    }

    @Override
    public Answers answers() {
        return answers;
    }

    @Override
    public synchronized Shared shared() {
        Shared found = shared;
        if (found == null) {
            String application = Processes.environment("BATON_APP");
            found = Keeper.of(Processes.environment(Resp.VARIABLE), application == null ? "app" : application, loop);
            shared = found;
        }
        return found;
    }

    @Override
    public Map<String, String> options() {
        return arguments.options();
    }
}
