/**
 * The live screen of {@code monit}: {@link io.baton.master.monit.Screen} draws lines, reads keys, and leaves the terminal as
 * it was. The only package that uses JLine.
 *
 * <p>Arrows: io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.monit;

import org.jspecify.annotations.NullMarked;
