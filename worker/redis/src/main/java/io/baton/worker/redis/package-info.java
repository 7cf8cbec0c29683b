/**
 * Keeps the shared state of an application in a Redis server, through Lettuce. The jar of this package is on a worker's class path
 * only if the operator has named such a server.
 *
 * <p>All of it runs on the worker's event loop: Lettuce gets no thread of its own. A lookup of a host name, which blocks, has a
 * thread for as long as it takes.
 *
 * <p>Arrows: io.baton.worker.shared, io.baton.worker.spi.
 */
@NullMarked
package io.baton.worker.redis;

import org.jspecify.annotations.NullMarked;
