package io.baton.worker.http;

import io.baton.worker.spi.Worker;
import java.util.HashMap;
import java.util.Map;

/** A worker with round numbers that drains when it is told to. */
final class FakeWorker implements Worker {
    final Map<String, String> options = new HashMap<>();
    boolean draining;

    @Override
    public int id() {
        return 3;
    }

    @Override
    public long pid() {
        return 4711;
    }

    @Override
    public long ppid() {
        return 42;
    }

    @Override
    public int processors() {
        return 1;
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public void retire(String reason) {
        throw new AssertionError("nothing here retires: " + reason);
    }

    @Override
    public void giveWay() {}

    @Override
    public Map<String, String> options() {
        return Map.copyOf(options);
    }
}
