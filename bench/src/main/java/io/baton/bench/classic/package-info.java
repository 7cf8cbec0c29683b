/**
 * The first programs that people meet when they learn Node's processes, in Java. Each is a main class and is run as
 * {@code java -cp bench/target/bench.jar io.baton.bench.classic.NAME}.
 *
 * <p>Arrows: io.baton.master.child, io.baton.master.spawn, io.baton.protocol.message, io.baton.worker.child.
 */
@NullMarked
package io.baton.bench.classic;

import org.jspecify.annotations.NullMarked;
