/**
 * A master replaces itself in place: {@link io.baton.master.upgrade.UpgradeCheck} tries the new jar,
 * {@link io.baton.master.upgrade.StateDocument} carries what it must know, and {@link io.baton.master.upgrade.Successor}
 * executes it with the descriptors that are kept.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.cli, io.baton.master.conductor, io.baton.master.config,
 * io.baton.master.group, io.baton.master.home, io.baton.master.jvm, io.baton.master.spawn, io.baton.master.worker,
 * io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.upgrade;

import org.jspecify.annotations.NullMarked;
