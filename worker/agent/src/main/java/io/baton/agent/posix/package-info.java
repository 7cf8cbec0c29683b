/**
 * The few system calls that the JDK has no word for.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.agent.posix;

import org.jspecify.annotations.NullMarked;
