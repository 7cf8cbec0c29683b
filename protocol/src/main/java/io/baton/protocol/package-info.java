/**
 * The protocol between a master and a worker, which is Node's: messages, their lines of JSON, and the splitting of a
 * stream into lines. No descriptor and no thread is used.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.protocol;

import org.jspecify.annotations.NullMarked;
