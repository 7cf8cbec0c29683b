/**
 * What has happened: each change of state in the master is an {@link io.baton.master.journal.Event}, and the
 * {@link io.baton.master.journal.Journal} keeps, logs and tells them.
 *
 * <p>A sealed interface and its kinds name each other; nothing else here goes round.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.snapshot, io.baton.protocol.log.
 */
@NullMarked
package io.baton.master.journal;

import org.jspecify.annotations.NullMarked;
