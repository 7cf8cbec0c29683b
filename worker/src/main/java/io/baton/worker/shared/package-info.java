/**
 * The state that the workers of an application share, as {@link io.baton.worker.spi.Shared} shows it.
 * {@link io.baton.worker.shared.Backend} is what keeps it, if the master does not. Nothing of this package is loaded before
 * an application asks for its shared state.
 *
 * <p>Arrows: io.baton.worker.spi.
 */
@NullMarked
package io.baton.worker.shared;

import org.jspecify.annotations.NullMarked;
