/**
 * The JVMs of Baton itself: the unpacked {@link io.baton.master.jvm.WorkerLibrary}, class-data archives, and the flags that
 * the master's own process runs with, {@link io.baton.master.jvm.MasterJvm}.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.home, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.jvm;

import org.jspecify.annotations.NullMarked;
