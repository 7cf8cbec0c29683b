/**
 * An application and its workers. A {@link io.baton.master.group.Group} starts and stops; each start makes a
 * {@link io.baton.master.group.Crew}, which keeps every {@link io.baton.master.group.Slot} filled.
 * {@link io.baton.master.group.Applications} are those of a master. {@link io.baton.master.group.Renewal} replaces healthy
 * workers by fresh ones.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch,
 * io.baton.master.fetch, io.baton.master.journal, io.baton.master.jvm, io.baton.master.listen, io.baton.master.program,
 * io.baton.master.snapshot, io.baton.master.spawn, io.baton.master.worker, io.baton.protocol, io.baton.protocol.log,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.group;

import org.jspecify.annotations.NullMarked;
