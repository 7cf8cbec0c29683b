package io.baton.worker.redis;

import io.lettuce.core.protocol.Command;

/**
 * What a call sends.
 *
 * @param <T> what Redis answers
 */
@FunctionalInterface
interface Request<T> {

    /** Makes the command, which can be sent once. */
    Command<byte[], byte[], T> command();
}
