package io.baton.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.baton.protocol.JsonDocument.Value;
import io.baton.protocol.Message.SocketTally.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one internal message and requires the type and range that the protocol gives each. */
final class FieldReader {

    private static final String INTERNAL = "NODE_";
    private static final int MAX_NESTED_HANDLES = 4;
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private final JsonDocument json;
    private final String line;

    /**
     * The fields of one object.
     *
     * @param line the line that the object came in, for errors
     */
    private FieldReader(JsonDocument json, String line) {
        this.json = json;
        this.line = line;
    }

    /** Reads the message of a line. */
    static Message message(String line) throws ProtocolException {
        return message(line, line, MAX_NESTED_HANDLES);
    }

    /**
     * A message is internal if Node takes it for internal: an object whose cmd is a string that begins with NODE_ and
     * is longer.
     */
    private static Message message(String text, String line, int nestedHandles) throws ProtocolException {
        // Without the prefix, only an escape could still spell the name of an internal command.
        if (!text.contains(INTERNAL) && text.indexOf('\\') < 0) {
            JsonDocument.check(text);
            return new Message.User(text);
        }
        FieldReader fields = new FieldReader(JsonDocument.read(text), line);
        String command = fields.optionalString("cmd");
        if (command == null || !command.startsWith(INTERNAL) || command.length() == INTERNAL.length()) {
            return new Message.User(text);
        }
        return fields.internal(command, nestedHandles);
    }

    private Message internal(String command, int nestedHandles) throws ProtocolException {
        return switch (command) {
            case "NODE_HANDLE" -> withHandle(nestedHandles);
            case "NODE_HANDLE_ACK" -> new Message.Ack();
            case "NODE_HANDLE_NACK" -> new Message.Nack();
            case "NODE_CLUSTER" -> cluster();
            case "NODE_BATON" -> baton();
            case "NODE_SOCKET_GET_COUNT" -> new Message.SocketTally(Verb.GET_COUNT, string("key"), 0);
            case "NODE_SOCKET_COUNT" ->
                new Message.SocketTally(Verb.COUNT, string("key"), integer("count", 0, Integer.MAX_VALUE));
            case "NODE_SOCKET_NOTIFY_CLOSE" -> new Message.SocketTally(Verb.NOTIFY_CLOSE, string("key"), 0);
            case "NODE_SOCKET_ALL_CLOSED" -> new Message.SocketTally(Verb.ALL_CLOSED, string("key"), 0);
            default -> new Message.Unknown(command);
        };
    }

    /** Node wraps a line once more each time it sends it again. The handle and the message are the same. */
    private Message withHandle(int nestedHandles) throws ProtocolException {
        if (nestedHandles < 0) {
            throw bad("msg", "NODE_HANDLE in NODE_HANDLE", "at most " + MAX_NESTED_HANDLES + " deep");
        }
        Value content = json.field("msg");
        Message inner = message(content == null ? "null" : content.json(), line, nestedHandles - 1);
        if (inner instanceof Message.WithHandle nested) {
            return nested;
        }
        return new Message.WithHandle(
                HandleType.named(string("type")), inner, optionalString("key"), optionalString("dgramType"));
    }

    private Message cluster() throws ProtocolException {
        if (json.field("ack") != null) {
            return answer();
        }
        if (json.field("act") == null) {
            return new Message.Unknown("NODE_CLUSTER");
        }
        String act = string("act");
        return switch (act) {
            case "online" -> new Message.Online(number("seq"), capabilities());
            case "queryServer" -> new Message.QueryServer(number("seq"), new ListenFields(this).asked());
            case "listening" -> new Message.Listening(number("seq"), new ListenFields(this).bound());
            case "newconn" -> new Message.NewConnection(number("seq"), string("key"), new MovingFields(this).moved());
            case "close" -> new Message.Close(number("seq"), string("key"));
            case "disconnect" -> new Message.Disconnect(number("seq"), new MovingFields(this).mayMove());
            case "exitedAfterDisconnect" -> new Message.ExitedAfterDisconnect(number("seq"));
            default -> new Message.Unknown("NODE_CLUSTER " + act);
        };
    }

    private Message baton() throws ProtocolException {
        String act = string("act");
        return switch (act) {
            case "stats" ->
                new Message.Stats(
                        number("seq"),
                        integer("open", 0, Integer.MAX_VALUE),
                        integer("computing", 0, Integer.MAX_VALUE),
                        integer("threads", 0, Integer.MAX_VALUE),
                        json.field("requests") == null ? Message.Stats.NOT_COUNTED : number("requests"),
                        integerOr(0, "progress", 0, 100));
            case "retire" -> new Message.Retire(number("seq"), string("reason"));
            case "release" -> new Message.Release(number("seq"), string("reason"));
            default -> {
                Message moving = new MovingFields(this).message(act);
                Message known = moving == null ? MetricsMessage.read(act, this) : moving;
                yield known == null ? new Message.Unknown("NODE_BATON " + act) : known;
            }
        };
    }

    private Message answer() throws ProtocolException {
        Value ackField = json.field("ack");
        long ack = ackField == null ? -1 : ackField.integer().orElse(-1);
        if (ack < 0 || ack > MAX_NUMBER) {
            // Node ignores an answer to a request that was never made, such as -1.
            return new Message.Unknown("NODE_CLUSTER ack");
        }
        long seq = json.field("seq") == null ? 0 : number("seq");
        Value accepted = json.field("accepted");
        if (accepted != null) {
            if (!accepted.token().isBoolean()) {
                throw bad("accepted", accepted.json(), "true or false");
            }
            return new Message.Accepted(ack, seq, accepted.token() == JsonToken.VALUE_TRUE);
        }
        return json.field("key") == null
                ? new Message.Reply(ack, seq)
                : new Message.QueryReply(
                        ack, seq, integerOr(0, "errno", -4095, 0), string("key"), sockname(), optionalJson("data"));
    }

    private @Nullable ListenAddress sockname() throws ProtocolException {
        Value sockname = json.field("sockname");
        if (sockname == null || !sockname.isObject()) {
            return null;
        }
        FieldReader fields = new FieldReader(JsonDocument.read(sockname.json()), line);
        return fields.json.field("port") == null
                ? null
                : new ListenAddress(
                        fields.string("address"),
                        fields.integer("port", 0, 65535),
                        "IPv6".equals(fields.optionalString("family")) ? "6" : "4");
    }

    private Capabilities capabilities() throws ProtocolException {
        Value baton = json.field("baton");
        if (baton == null || !baton.isObject()) {
            return Capabilities.NODE;
        }
        FieldReader fields = new FieldReader(JsonDocument.read(baton.json()), line);
        return new Capabilities(fields.integer("v", 1, 1 << 20), fields.integer("window", 1, 1024));
    }

    String string(String field) throws ProtocolException {
        String string = optionalString(field);
        if (string == null) {
            throw bad(field, found(field), "a string");
        }
        return string;
    }

    @Nullable
    String optionalString(String field) {
        Value value = json.field(field);
        return value == null ? null : value.string();
    }

    @Nullable
    String optionalJson(String field) {
        Value value = json.field(field);
        return value == null || value.isNull() ? null : value.json();
    }

    /** The fields of the object in this field; null if there is no object. */
    @Nullable
    FieldReader object(String field) throws ProtocolException {
        Value value = json.field(field);
        return value == null || !value.isObject() ? null : new FieldReader(JsonDocument.read(value.json()), line);
    }

    /** The fields of each object in this field, an array of at most so many objects. */
    List<FieldReader> objects(String field, int most) throws ProtocolException {
        List<FieldReader> objects = new ArrayList<>();
        Value value = json.field(field);
        for (String element : JsonDocument.elements(value == null ? "" : value.json(), most)) {
            objects.add(new FieldReader(JsonDocument.read(element), line));
        }
        return objects;
    }

    /** Whether the field is true. */
    boolean isTrue(String field) {
        Value value = json.field(field);
        return value != null && value.token() == JsonToken.VALUE_TRUE;
    }

    /** An integer that Node can represent exactly. */
    long number(String field) throws ProtocolException {
        return integer(field, 0, MAX_NUMBER, "an integer in 0..2^53-1");
    }

    int integer(String field, int least, int most) throws ProtocolException {
        return (int) integer(field, least, most, "an integer in " + least + ".." + most);
    }

    int integerOr(int otherwise, String field, int least, int most) throws ProtocolException {
        return isAbsent(field) ? otherwise : integer(field, least, most);
    }

    private long integer(String field, long least, long most, String expected) throws ProtocolException {
        Value value = json.field(field);
        OptionalLong integer = value == null ? OptionalLong.empty() : value.integer();
        if (integer.isEmpty() || integer.getAsLong() < least || integer.getAsLong() > most) {
            throw bad(field, found(field), expected);
        }
        return integer.getAsLong();
    }

    boolean isAbsent(String field) {
        Value value = json.field(field);
        return value == null || value.isNull();
    }

    /** The field's value; null if there is no such field. */
    @Nullable
    Value value(String field) {
        return json.field(field);
    }

    private String found(String field) {
        Value value = json.field(field);
        return value == null ? "" : value.json();
    }

    ProtocolException bad(String field, String found, String expected) {
        return new ProtocolException(field + ": " + (found.isEmpty() ? "missing" : ProtocolException.printable(found))
                + " (expected: " + expected + ") in " + ProtocolException.printable(line));
    }
}
