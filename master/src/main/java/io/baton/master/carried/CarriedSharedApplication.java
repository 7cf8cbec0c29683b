package io.baton.master.carried;

/**
 * What the workers of one application share.
 *
 * @param descriptor of the file that it stands in
 * @param bytes of that file
 * @param operations that were counted, like the next two
 */
public record CarriedSharedApplication(
        String app, int descriptor, long bytes, long operations, long evicted, long expired) {}
