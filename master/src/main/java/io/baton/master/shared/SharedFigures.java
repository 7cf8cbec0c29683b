package io.baton.master.shared;

/**
 * What the workers of one application share, at a moment.
 *
 * @param keys how many there are
 * @param bytes of keys and values, with what each takes besides
 * @param limitBytes how much memory there is
 * @param operations that workers have asked for
 * @param evicted keys that gave way to others
 * @param expired keys that were found dead, or removed because their life was over
 */
public record SharedFigures(long keys, long bytes, long limitBytes, long operations, long evicted, long expired) {}
