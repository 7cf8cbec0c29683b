/**
 * What a worker runs: a {@link io.baton.master.program.JavaProgram} or a {@link io.baton.master.program.NodeProgram} makes its
 * command line and its environment. {@link io.baton.master.program.Copies} keeps the copies that a JVM loads classes from.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.home, io.baton.master.jvm, io.baton.master.spawn, io.baton.protocol,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.program;

import org.jspecify.annotations.NullMarked;
