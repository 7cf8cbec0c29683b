/**
 * What a channel carries between two processes: {@link io.baton.bench.ipc.IpcCommand} pairs Node and Baton,
 * {@link io.baton.bench.ipc.IpcMaster} and {@link io.baton.bench.ipc.IpcChild} are Baton's ends, {@code master.js} and
 * {@code child.js} Node's.
 *
 * <p>Arrows: io.baton.bench.load, io.baton.bench.load.figure, io.baton.protocol and its packages.
 */
@NullMarked
package io.baton.bench.ipc;

import org.jspecify.annotations.NullMarked;
