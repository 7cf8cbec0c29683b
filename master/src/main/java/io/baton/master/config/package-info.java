/**
 * What the operator decided, checked: {@link io.baton.master.config.MasterConfig}.
 *
 * <p>Keys and the values that they describe know each other: a key parses a value, and a value's constructor asks its key for the
 * range, which so stands once.
 *
 * <p>Arrows: io.baton.protocol, io.baton.protocol.posix, io.baton.protocol.shared.
 */
@NullMarked
package io.baton.master.config;

import org.jspecify.annotations.NullMarked;
