/**
 * The directory that outlives a master, {@link io.baton.master.home.Home}, and the
 * {@link io.baton.master.home.Evidence} of crashes in it. Also creates and deletes the directories that masters share.
 *
 * <p>Arrows: io.baton.master.config, io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.home;

import org.jspecify.annotations.NullMarked;
