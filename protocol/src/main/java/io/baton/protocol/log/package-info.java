/**
 * Log lines of masters and workers: {@link io.baton.protocol.log.LogLine} formats them, and
 * {@link io.baton.protocol.log.Losses} logs what was dropped.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.protocol.log;

import org.jspecify.annotations.NullMarked;
