package io.baton.master.config;

/**
 * How connections get from the listeners of an application to its workers.
 *
 * @param mode whether the master accepts them, or the workers do
 * @param dispatch which worker gets a connection, where the master decides
 * @param sticky whether connections come to a Node program as messages, as {@code @socket.io/sticky} expects them
 * @param slowStartMs over which a new worker gets a growing share of the connections; 0: all of it at once
 * @param movement which of them go on to other workers
 */
public record Delivery(Mode mode, Dispatch dispatch, boolean sticky, long slowStartMs, Movement movement) {

    /** The master hands connections over in turn. */
    public static final Delivery DEFAULT = of(Settings.DEFAULTS);

    public Delivery {
        Keys.SLOW_START.require(slowStartMs);
        if (slowStartMs > 0 && mode != Mode.HANDOFF) {
            throw new ConfigException(
                    "slow-start: " + slowStartMs + " (expected: 0 in mode " + mode + ", in which the kernel decides)");
        }
        if (slowStartMs > 0 && dispatch == Dispatch.IP_HASH) {
            throw new ConfigException("slow-start: " + slowStartMs
                    + " (expected: 0 with dispatch ip-hash, in which each client has its own worker)");
        }
        if (sticky && mode != Mode.HANDOFF) {
            throw new ConfigException("mode: " + mode + " (expected: handoff with --sticky)");
        }
        if (mode != Mode.HANDOFF && dispatch != Dispatch.ROUND_ROBIN) {
            throw new ConfigException(
                    "dispatch: " + dispatch + " (expected: none in mode " + mode + ", in which the kernel decides)");
        }
    }

    /** A client of a sticky program always gets the same worker, unless the operator wants another dispatch. */
    static Delivery of(Settings settings) {
        boolean sticky = settings.get(Keys.STICKY);
        Dispatch dispatch = settings.given(Keys.DISPATCH);
        if (dispatch == null) {
            dispatch = sticky ? Dispatch.IP_HASH : settings.get(Keys.DISPATCH);
        }
        return new Delivery(
                settings.get(Keys.MODE), dispatch, sticky, settings.get(Keys.SLOW_START), Movement.of(settings));
    }
}
