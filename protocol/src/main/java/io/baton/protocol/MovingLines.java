package io.baton.protocol;

import java.util.stream.Collectors;

/** Writes the messages about connections that move between workers, which Node does not know. Thread-safe. */
final class MovingLines {

    private MovingLines() {}

    static String json(MovingMessage message) {
        if (message instanceof MovingMessage.Returned returned) {
            return baton("returned")
                    + ",\"key\":" + MessageCodec.quote(returned.key()) + "," + moved(returned.moved()) + ",\"seq\":"
                    + returned.seq() + "}";
        } else if (message instanceof MovingMessage.GiveBack giveBack) {
            return baton("giveBack") + ",\"count\":" + giveBack.count() + ",\"id\":" + giveBack.id() + ",\"seq\":"
                    + giveBack.seq() + "}";
        } else if (message instanceof MovingMessage.GaveBack gaveBack) {
            return baton("gaveBack") + ",\"ack\":" + gaveBack.ack() + ",\"count\":" + gaveBack.count() + ",\"why\":"
                    + MessageCodec.quote(gaveBack.why()) + ",\"seq\":" + gaveBack.seq() + "}";
        } else if (message instanceof MovingMessage.AskConnections ask) {
            return baton("askConnections") + ",\"after\":" + ask.after() + ",\"seq\":" + ask.seq() + "}";
        } else if (message instanceof MovingMessage.Connections connections) {
            return baton("connections") + ",\"ack\":" + connections.ack() + ",\"more\":" + connections.more()
                    + ",\"list\":"
                    + connections.list().stream().map(MovingLines::open).collect(Collectors.joining(",", "[", "]"))
                    + ",\"seq\":" + connections.seq() + "}";
        }
        MovingMessage.Upgrade upgrade = (MovingMessage.Upgrade) message;
        return baton("upgrade") + ",\"begins\":" + upgrade.begins() + ",\"seq\":" + upgrade.seq() + "}";
    }

    /** The fields of what goes with a connection. */
    static String moved(Moved moved) {
        String leftover = moved.leftover() == null ? "" : "\"leftover\":" + MessageCodec.quote(moved.leftover()) + ",";
        return leftover + "\"requests\":" + moved.requests() + ",\"age\":" + moved.ageMs();
    }

    private static String open(OpenConnection one) {
        return "{\"id\":" + one.id() + ",\"peer\":" + MessageCodec.quote(one.peer()) + ",\"age\":" + one.ageMs()
                + ",\"requests\":" + one.requests() + ",\"idle\":" + one.idleMs() + ",\"fixed\":"
                + MessageCodec.quote(one.fixed()) + "}";
    }

    private static String baton(String act) {
        return "{\"cmd\":\"NODE_BATON\",\"act\":\"" + act + "\"";
    }
}
