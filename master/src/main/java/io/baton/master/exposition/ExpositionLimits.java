package io.baton.master.exposition;

/**
 * The most that the text of one worker may have. Beyond it the text is refused as a whole.
 *
 * @param characters of the text
 * @param samples in it
 * @param labels of one sample
 * @param name characters of the name of a metric or a label
 * @param value characters of a label's value or of a HELP line, with escapes
 */
public record ExpositionLimits(int characters, int samples, int labels, int name, int value) {

    /** Enough for a large program. It keeps the master small: all of a text is in its memory. */
    public static final ExpositionLimits OF_A_WORKER = new ExpositionLimits(1 << 20, 10_000, 32, 200, 1024);

    /** For what was counted before an upgrade of the master, which is more than one worker has. */
    public static final ExpositionLimits OF_AN_UPGRADE = new ExpositionLimits(1 << 20, 100_000, 32, 200, 1024);

    /** For the master's own metrics, of forty applications with forty workers each. */
    static final ExpositionLimits OF_THE_MASTER = new ExpositionLimits(64 << 20, 1_000_000, 32, 200, 16 << 10);
}
