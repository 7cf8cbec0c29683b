/**
 * What a command prints: {@link io.baton.master.table.Terminal} knows where it goes, {@link io.baton.master.table.Table}
 * fits rows into its width, {@link io.baton.master.table.Figures} writes quantities for people.
 *
 * <p>Arrows: io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.table;

import org.jspecify.annotations.NullMarked;
