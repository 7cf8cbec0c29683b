/**
 * What runs inside servers that are measured: {@link io.baton.bench.served.PlainNetty}, a server without a master, and
 * {@link io.baton.bench.served.HoldingApplication}, which workers can serve too.
 *
 * <p>Arrows: io.baton.worker.http, io.baton.worker.spi, io.baton.protocol.log, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.bench.served;

import org.jspecify.annotations.NullMarked;
