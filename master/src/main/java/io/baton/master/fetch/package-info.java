/**
 * The master asks one worker for one path over HTTP, through a connection of its own: {@link io.baton.master.fetch.Fetcher} hands
 * one end of a pair of sockets to the worker as it does with a client's connection, and speaks HTTP at the other end. What the
 * worker says is {@link io.baton.master.fetch.Fetched}. Loaded only when a worker is asked.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.dispatch, io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.fetch;

import org.jspecify.annotations.NullMarked;
