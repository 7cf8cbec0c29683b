package io.baton.master.fetch;

import java.nio.ByteBuffer;

/** What became of a question. */
public sealed interface Fetched {

    /**
     * The worker has answered.
     *
     * @param status {@code 200..999}; informational ones are skipped
     * @param contentType as the worker said; empty if it did not
     * @param body read-only, from position 0 on
     */
    record Reply(int status, String contentType, ByteBuffer body) implements Fetched {}

    /**
     * The worker has not answered, or not in HTTP/1.1 or within the limits.
     *
     * @param reason in words that follow the worker's name, as {@code did not answer within 2000 ms}
     */
    record NoReply(String reason) implements Fetched {}

    /**
     * The worker was not asked, or does not take connections now, and that says nothing about its health.
     *
     * @param reason in words that follow the worker's name, as {@code is draining}
     */
    record NotAsked(String reason) implements Fetched {}
}
