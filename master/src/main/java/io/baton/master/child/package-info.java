/**
 * Node's {@code child_process} for Java, for programs that are no cluster: {@link io.baton.master.child.ChildProcess} has
 * its four functions. Everything happens on one loop, {@link io.baton.master.child.Children}, and nothing blocks.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.spawn, io.baton.protocol.loop,
 * io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.child;

import org.jspecify.annotations.NullMarked;
