/**
 * The state that the workers of an application share, as {@link io.baton.worker.spi.Shared} shows it.
 * {@link io.baton.worker.shared.Keeper} finds what keeps it: the master, over a {@link io.baton.worker.shared.Link}, or another
 * {@link io.baton.worker.shared.Backend}. Nothing of this package is loaded before an application asks for its shared state.
 *
 * <p>Arrows: io.baton.worker.spi, io.baton.protocol.posix, io.baton.protocol.shared.
 */
@NullMarked
package io.baton.worker.shared;

import org.jspecify.annotations.NullMarked;
