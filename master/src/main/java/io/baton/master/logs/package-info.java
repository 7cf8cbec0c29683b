/**
 * Reads log files for the command {@code logs}: {@link io.baton.master.logs.LogSource} finds them,
 * {@link io.baton.master.logs.Tail} follows one over its renamings, {@link io.baton.master.logs.LogLines} shows all.
 *
 * <p>Arrows: io.baton.master.table, io.baton.protocol.message.
 */
@NullMarked
package io.baton.master.logs;

import org.jspecify.annotations.NullMarked;
