/**
 * How a master is, for those that send it clients: {@link io.baton.master.health.HealthBoard} is written by the conductor and
 * read by any thread, {@link io.baton.master.health.HealthView} answers.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.journal, io.baton.master.snapshot.
 */
@NullMarked
package io.baton.master.health;

import org.jspecify.annotations.NullMarked;
