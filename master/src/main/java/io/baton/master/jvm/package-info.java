/**
 * The JVMs of Baton itself: the unpacked {@link io.baton.master.jvm.WorkerLibrary}, the class-data archives, and the flags of
 * the master's own process, {@link io.baton.master.jvm.MasterJvm}.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.home, io.baton.master.spawn, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.jvm;

import org.jspecify.annotations.NullMarked;
