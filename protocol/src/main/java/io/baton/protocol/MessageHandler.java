package io.baton.protocol;

/**
 * Has one method for each message. A side handles the messages that it expects; all others reach {@link #unexpected}.
 */
public interface MessageHandler {

    /** A message that this side never gets from a correct program, or does not use. */
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

    default void giveBack(MovingMessage.GiveBack giveBack) {
        unexpected(giveBack);
    }

    default void gaveBack(MovingMessage.GaveBack gaveBack) {
        unexpected(gaveBack);
    }

    default void askConnections(MovingMessage.AskConnections ask) {
        unexpected(ask);
    }

    default void connections(MovingMessage.Connections connections) {
        unexpected(connections);
    }

    default void upgrade(MovingMessage.Upgrade upgrade) {
        unexpected(upgrade);
    }

    default void askMetrics(MetricsMessage.AskMetrics ask) {
        unexpected(ask);
    }

    default void metrics(MetricsMessage.Metrics metrics) {
        unexpected(metrics);
    }

    default void skipped(Message.Skipped skipped) {
        unexpected(skipped);
    }

    default void user(Message.User user) {
        unexpected(user);
    }
}
