/**
 * The workers that serve together: a {@link io.baton.master.group.Group} keeps every
 * {@link io.baton.master.group.Slot} filled, {@link io.baton.master.group.Seats} are its slots,
 * {@link io.baton.master.group.Renewal} replaces healthy workers by fresh ones.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch, io.baton.master.jvm,
 * io.baton.master.listen, io.baton.master.program, io.baton.master.spawn, io.baton.master.worker, io.baton.protocol,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.group;

import org.jspecify.annotations.NullMarked;
