/**
 * Node's {@code child_process} for Java programs that need no master. {@link io.baton.master.child.ChildProcess} has its four
 * functions. All children share one loop, {@link io.baton.master.child.Children}, and no call blocks.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.spawn, io.baton.protocol.loop,
 * io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.child;

import org.jspecify.annotations.NullMarked;
