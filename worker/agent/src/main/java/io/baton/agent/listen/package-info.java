/**
 * The server's sockets: what it binds is asked of the master, and what it accepts was handed over.
 *
 * <p>Arrows: io.baton.agent.channel, io.baton.agent.posix, io.baton.agent.watch.
 */
@NullMarked
package io.baton.agent.listen;

import org.jspecify.annotations.NullMarked;
