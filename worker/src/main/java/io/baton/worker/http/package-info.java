/**
 * The built-in application and the HTTP/1.1 server under it. {@link io.baton.worker.http.HttpPipeline} puts a strict
 * decoder and one handler on a channel. A {@link io.baton.worker.http.Router} finds the
 * {@link io.baton.worker.http.Endpoint}, which answers now or later. Runs under any Netty server: it uses no master, no
 * protocol and no descriptor.
 *
 * <p>Arrows: io.baton.protocol, io.baton.worker.spi.
 */
@NullMarked
package io.baton.worker.http;

import org.jspecify.annotations.NullMarked;
