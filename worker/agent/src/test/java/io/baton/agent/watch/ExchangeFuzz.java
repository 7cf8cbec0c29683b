package io.baton.agent.watch;

/** Has a fast reader and a slow one watch a connection that is made of any bytes; see {@link Comparison}. */
public final class ExchangeFuzz {

    private static final Bytes MEMORY = new Bytes(1 << 8);

    private ExchangeFuzz() {}

    /** Runs one input. Jazzer calls it. */
    public static void fuzzerTestOneInput(byte[] input) {
        boolean unused = Comparison.run(input, MEMORY);
    }
}
