/**
 * Where a JVM with the agent begins.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.agent;

import org.jspecify.annotations.NullMarked;
