package io.baton.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the messages about connections that move between workers, which Node does not know. */
final class MovingFields {

    private final FieldReader fields;

    MovingFields(FieldReader fields) {
        this.fields = fields;
    }

    /** The {@code NODE_BATON} message of this kind; null if it is about something else. */
    @Nullable
    Message message(String act) throws ProtocolException {
        return switch (act) {
            case "returned" -> new MovingMessage.Returned(fields.number("seq"), fields.string("key"), required(fields));
            case "giveBack" ->
                new MovingMessage.GiveBack(
                        fields.number("seq"),
                        fields.integer("count", 0, Integer.MAX_VALUE),
                        fields.isAbsent("id") ? 0 : fields.number("id"));
            case "gaveBack" ->
                new MovingMessage.GaveBack(
                        fields.number("ack"),
                        fields.number("seq"),
                        fields.integer("count", 0, Integer.MAX_VALUE),
                        fields.isAbsent("why") ? "" : fields.string("why"));
            case "askConnections" -> new MovingMessage.AskConnections(fields.number("seq"), fields.number("after"));
            case "connections" ->
                new MovingMessage.Connections(
                        fields.number("ack"), fields.number("seq"), fields.isTrue("more"), list());
            case "upgrade" -> new MovingMessage.Upgrade(fields.number("seq"), fields.isTrue("begins"));
            default -> null;
        };
    }

    /** What goes with a connection that was served before; null with a new one. */
    @Nullable
    Moved moved() throws ProtocolException {
        FieldReader baton = fields.object("baton");
        return baton == null ? null : required(baton);
    }

    /** Whether a worker that leaves may give connections back. */
    boolean mayMove() throws ProtocolException {
        FieldReader baton = fields.object("baton");
        return baton != null && baton.isTrue("move");
    }

    private static Moved required(FieldReader from) throws ProtocolException {
        String leftover = from.isAbsent("leftover") ? null : from.string("leftover");
        try {
            return new Moved(leftover, from.number("requests"), from.number("age"));
        } catch (IllegalArgumentException e) {
            throw from.bad("leftover", "too long", String.valueOf(e.getMessage()));
        }
    }

    private List<OpenConnection> list() throws ProtocolException {
        List<OpenConnection> list = new ArrayList<>();
        for (FieldReader one : fields.objects("list", MovingMessage.Connections.MOST)) {
            list.add(new OpenConnection(
                    one.number("id"),
                    one.string("peer"),
                    one.number("age"),
                    one.number("requests"),
                    one.number("idle"),
                    one.string("fixed")));
        }
        return list;
    }
}
