/**
 * What master and worker have in common for the state that workers share: {@link io.baton.protocol.shared.Resp} writes it.
 * Netty's codec reads it.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.protocol.shared;

import org.jspecify.annotations.NullMarked;
