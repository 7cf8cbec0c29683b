/**
 * The words on the wire between a master and a worker, which are Node's: messages, their encoding as lines of JSON, and
 * the splitting of a stream into lines. Pure: no descriptor, no thread.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.protocol;

import org.jspecify.annotations.NullMarked;
