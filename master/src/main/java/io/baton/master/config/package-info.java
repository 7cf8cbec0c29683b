/**
 * What the operator decided, checked: {@link io.baton.master.config.MasterConfig}.
 *
 * <p>Arrows: io.baton.protocol, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.config;

import org.jspecify.annotations.NullMarked;
