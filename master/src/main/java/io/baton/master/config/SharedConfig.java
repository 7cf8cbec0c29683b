package io.baton.master.config;

/**
 * Where the state is kept that the workers of an application share.
 *
 * @param keeper {@link #MASTER}, {@link #OFF}, or the URL of a Redis server
 * @param memoryBytes how much the master keeps at the most, {@code 1 MB..1 GB}
 */
public record SharedConfig(String keeper, long memoryBytes) {

    /** The master keeps it. */
    public static final String MASTER = "master";

    /** There is none. */
    public static final String OFF = "off";

    /** The master keeps a little. */
    public static final SharedConfig DEFAULT = of(Settings.DEFAULTS);

    public SharedConfig {
        Keys.SHARED.require(keeper);
        Keys.SHARED_MEMORY.require(memoryBytes);
    }

    static SharedConfig of(Settings settings) {
        return new SharedConfig(settings.get(Keys.SHARED), settings.get(Keys.SHARED_MEMORY));
    }

    /** Whether the master keeps it. */
    public boolean isKeptHere() {
        return keeper.equals(MASTER);
    }

    /** Whether a server keeps it, whose URL the {@link #keeper} is. */
    public boolean isKeptElsewhere() {
        return !isKeptHere() && !keeper.equals(OFF);
    }

    /** Without the password that the URL may have. */
    @Override
    public String toString() {
        return SharedKeeper.withoutPassword(keeper) + " " + memoryBytes;
    }
}
