/**
 * How a log line of Baton looks, for masters and workers alike: {@link io.baton.protocol.log.LogLine}; and the line for
 * what had to be dropped: {@link io.baton.protocol.log.Losses}.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.protocol.log;

import org.jspecify.annotations.NullMarked;
