package io.baton.master.config;

/**
 * How connections get from the listeners of an application to its workers.
 *
 * @param mode whether the master accepts them, or the workers do
 * @param dispatch which worker gets a connection, where the master decides
 * @param sticky whether connections come to a Node program as messages, as {@code @socket.io/sticky} expects them
 * @param movement which of them go on to other workers
 */
public record Delivery(Mode mode, Dispatch dispatch, boolean sticky, Movement movement) {

    /** The master hands connections over in turn. */
    public static final Delivery DEFAULT = of(Settings.DEFAULTS);

    public Delivery {
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
        return new Delivery(settings.get(Keys.MODE), dispatch, sticky, Movement.of(settings));
    }
}
