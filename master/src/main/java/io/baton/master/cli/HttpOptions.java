package io.baton.master.cli;

import io.baton.master.config.Quantity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a client may ask of a worker, in bytes and time. The master passes these on, checked. */
final class HttpOptions {

    private static final long DAY_MS = 24 * 60 * 60 * 1000;
    private static final long MEBIBYTE = 1 << 20;
    private static final long MAX_FIELDS = 10_000;
    private static final long MAX_CONNECTIONS = 10_000_000;

    @Option(
            names = "--header-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For a request's head, from its first byte; longer gets 408. Default: 10s.")
    private @Nullable Long headerTimeout;

    @Option(
            names = "--body-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For a request's body, from the end of its head; longer gets 408. Default: 30s.")
    private @Nullable Long bodyTimeout;

    @Option(
            names = "--keep-alive-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description =
                    "For a connection to be idle, or a client not to read; longer and it is closed. Default: 65s.")
    private @Nullable Long keepAliveTimeout;

    @Option(
            names = "--max-request-line",
            paramLabel = "SIZE",
            converter = Bytes.class,
            description = "A longer request line gets 414. Default: 8k.")
    private @Nullable Long maxRequestLine;

    @Option(
            names = "--max-header-bytes",
            paramLabel = "SIZE",
            converter = Bytes.class,
            description = "Larger header fields together get 431. Default: 32k.")
    private @Nullable Long maxHeaderBytes;

    @Option(names = "--max-header-fields", paramLabel = "N", description = "More header fields get 431. Default: 100.")
    private @Nullable Integer maxHeaderFields;

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            converter = Bytes.class,
            description = "A larger request body gets 413. Default: 1m.")
    private @Nullable Long maxBody;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Open connections of a worker; more go to other workers, or wait. Default: as many as it may"
                    + " have descriptors, less a reserve.")
    private @Nullable Integer maxConnections;

    ArgumentList asArguments() {
        return new ArgumentList()
                .add("header-timeout", headerTimeout, 1, DAY_MS)
                .add("body-timeout", bodyTimeout, 1, DAY_MS)
                .add("keep-alive-timeout", keepAliveTimeout, 1, DAY_MS)
                .add("max-request-line", maxRequestLine, 1, MEBIBYTE)
                .add("max-header-bytes", maxHeaderBytes, 1, MEBIBYTE)
                .add("max-header-fields", maxHeaderFields, 1, MAX_FIELDS)
                .add("max-body", maxBody, 1, Quantity.MAX_BYTES)
                .add("max-connections", maxConnections, 1, MAX_CONNECTIONS);
    }
}
