/**
 * What crosses an upgrade of the master in place: pure records of a {@link io.baton.master.carried.CarriedMaster master}, its
 * applications, slots, workers and listeners, with the numbers of the descriptors that stay open across exec(2). The former
 * image fills them, and the next one makes the same parts of them. {@link io.baton.master.carried.Tree} makes them of JSON: a
 * field that this image does not know is ignored, and one that the other did not write is empty.
 *
 * <p>Arrows: io.baton.master.output, io.baton.master.snapshot, io.baton.protocol.channel.
 */
@NullMarked
package io.baton.master.carried;

import org.jspecify.annotations.NullMarked;
