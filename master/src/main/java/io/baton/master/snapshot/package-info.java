/**
 * What is: pure records of a {@link io.baton.master.snapshot.MasterSnapshot master}, its applications, slots, workers and
 * listeners at a moment, and the states that they can be in. They are asked for from above and filled by what they show.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.master.snapshot;

import org.jspecify.annotations.NullMarked;
