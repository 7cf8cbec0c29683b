/**
 * What a worker runs: the command line and the environment of a {@link io.baton.master.program.JavaProgram} or a
 * {@link io.baton.master.program.NodeProgram}; and the {@link io.baton.master.program.JarCopies} that the former is read from.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.home, io.baton.master.jvm, io.baton.master.spawn, io.baton.protocol,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.program;

import org.jspecify.annotations.NullMarked;
