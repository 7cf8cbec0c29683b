package io.baton.master.config;

import java.util.List;
import java.util.Map;

/**
 * The number of workers, as it is or relative to the machine: 0 means one for each core, -1 one fewer. pm2 reads these numbers
 * in the same way.
 */
record Instances() implements Syntax<Long> {

    /** One for each core. */
    static final long PER_CORE = 0;

    private static final Amount RANGE = Amount.number(1, 1024);

    /** What a worker of the built-in application comes to have under load. */
    private static final int WORKER_MB = 70;

    @Override
    public Long parse(String text) {
        if (text.equals("max") || text.equals("auto")) {
            return PER_CORE;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Syntax.misfit(text, expected());
        }
    }

    @Override
    public String show(Long value) {
        return value == PER_CORE ? "max" : value.toString();
    }

    @Override
    public String expected() {
        return "a number, max, auto or -1";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "anyOf",
                List.of(
                        Map.of("type", "integer", "maximum", RANGE.most()),
                        Map.of("enum", List.of("max", "auto")),
                        Map.of("type", "string", "pattern", "^-?[0-9]+$")));
    }

    @Override
    public String label() {
        return "N";
    }

    /** Only a number of workers is limited; any smaller one is counted from the number of cores. */
    @Override
    public void require(String name, Long value) {
        if (value > RANGE.most()) {
            RANGE.require(name, value);
        }
    }

    /** Refuses a number of workers that no application can have. */
    static void requireWorkers(int workers) {
        RANGE.require(Keys.INSTANCES.name(), (long) workers);
    }

    /**
     * The number of workers on this machine.
     *
     * @param builtIn whether the application is Baton's own, which can run in any number of workers
     */
    static int workers(Settings settings, boolean builtIn) {
        int cores = Runtime.getRuntime().availableProcessors();
        Long instances = settings.given(Keys.INSTANCES);
        if (instances == null && !builtIn) {
            return 1;
        } else if (instances == null) {
            return Math.max(1, Math.min(cores, affordable(Machine.now().memoryBytes())));
        }
        return (int) (instances > 0 ? instances : Math.max(1, cores + instances));
    }

    /** By default there are only as many workers as there is memory for, as in a container with many cores and little memory. */
    private static int affordable(long memoryBytes) {
        return (int) Math.min(Integer.MAX_VALUE, (memoryBytes >> 20) / WORKER_MB);
    }
}
