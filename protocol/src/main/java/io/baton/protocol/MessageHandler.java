package io.baton.protocol;

/** One method a message. What a side does not expect from its peer is {@link #unexpected}. */
public interface MessageHandler {

    /** A message that this side never gets from a sane peer, or one that it has no use for. */
    void unexpected(Message message);

    default void online(Message.Online online) {
        unexpected(online);
    }

    default void queryServer(Message.QueryServer query) {
        unexpected(query);
    }

    default void listening(Message.Listening listening) {
        unexpected(listening);
    }

    default void close(Message.Close close) {
        unexpected(close);
    }

    default void exitedAfterDisconnect(Message.ExitedAfterDisconnect exited) {
        unexpected(exited);
    }

    default void queryReply(Message.QueryReply reply) {
        unexpected(reply);
    }

    default void disconnect(Message.Disconnect disconnect) {
        unexpected(disconnect);
    }

    default void reply(Message.Reply reply) {
        unexpected(reply);
    }

    default void stats(Message.Stats stats) {
        unexpected(stats);
    }

    default void retire(Message.Retire retire) {
        unexpected(retire);
    }

    default void release(Message.Release release) {
        unexpected(release);
    }

    default void skipped(Message.Skipped skipped) {
        unexpected(skipped);
    }

    default void user(Message.User user) {
        unexpected(user);
    }
}
