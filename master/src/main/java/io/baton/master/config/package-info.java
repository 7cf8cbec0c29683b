/**
 * What the operator decided, checked: {@link io.baton.master.config.RunConfig}.
 *
 * <p>Arrows: io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.config;

import org.jspecify.annotations.NullMarked;
