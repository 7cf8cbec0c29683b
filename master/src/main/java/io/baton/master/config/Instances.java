package io.baton.master.config;

/**
 * How many workers: a number, or one that depends on the machine. pm2 reads 0 and negative numbers in the same way, as so
 * many fewer than there are cores.
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
            throw Syntax.misfit(text, "a number, max, auto or -1");
        }
    }

    @Override
    public String show(Long value) {
        return value == PER_CORE ? "max" : value.toString();
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

    /** The number of workers on this machine. */
    static int workers(Settings settings) {
        int cores = Runtime.getRuntime().availableProcessors();
        Long instances = settings.given(Keys.INSTANCES);
        if (instances == null) {
            return Math.max(1, Math.min(cores, affordable(Machine.now().memoryBytes())));
        }
        return (int) (instances > 0 ? instances : Math.max(1, cores + instances));
    }

    /** A container with many cores and little memory is not filled with workers that nobody asked for. */
    private static int affordable(long memoryBytes) {
        return (int) Math.min(Integer.MAX_VALUE, (memoryBytes >> 20) / WORKER_MB);
    }
}
