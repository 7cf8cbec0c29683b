/**
 * The directory that outlives a master, {@link io.baton.master.home.Home}, and the
 * {@link io.baton.master.home.Evidence} of crashes in it.
 *
 * <p>Arrows: io.baton.master.config.
 */
@NullMarked
package io.baton.master.home;

import org.jspecify.annotations.NullMarked;
