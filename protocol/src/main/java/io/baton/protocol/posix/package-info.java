/**
 * The operating system behind a handful of functions: {@link io.baton.protocol.posix.Libc} makes the only native
 * calls of the project, {@link io.baton.protocol.posix.Fd} is a descriptor with one owner.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.protocol.posix;

import org.jspecify.annotations.NullMarked;
