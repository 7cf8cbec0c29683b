/**
 * Puts the hooks into the JDK before the application starts, and joins the parts of the agent.
 *
 * <p>Arrows: io.baton.agent.channel, io.baton.agent.leave, io.baton.agent.listen, io.baton.agent.posix, io.baton.agent.watch.
 */
@NullMarked
package io.baton.agent.boot;

import org.jspecify.annotations.NullMarked;
