package io.baton.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one JSON message, each with the type and range that the protocol gives it. */
final class FieldReader {

    private static final String INTERNAL = "NODE_";
    private static final Set<String> LISTEN_NUMBERS = Set.of("4", "6", "-1");
    private static final Set<String> LISTEN_NAMES = Set.of("udp4", "udp6");

    private final JsonNode json;
    private final @Nullable String text;
    private final String line;

    /**
     * A message.
     *
     * @param text its JSON text, null to have it made if it is needed
     * @param line where it came in, for errors
     */
    FieldReader(JsonNode json, @Nullable String text, String line) {
        this.json = json;
        this.text = text;
        this.line = line;
    }

    /** Internal is what Node takes for internal: an object whose cmd is a string that begins with NODE_ and goes on. */
    Message message(int nestedHandles) throws ProtocolException {
        String command = json.path("cmd").isTextual() ? json.path("cmd").textValue() : "";
        if (!command.startsWith(INTERNAL) || command.length() == INTERNAL.length()) {
            return new Message.User(text == null ? json.toString() : text);
        }
        return switch (command) {
            case "NODE_HANDLE" -> withHandle(nestedHandles);
            case "NODE_HANDLE_ACK" -> new Message.Ack();
            case "NODE_HANDLE_NACK" -> new Message.Nack();
            case "NODE_CLUSTER" -> cluster();
            case "NODE_BATON" -> baton();
            default -> new Message.Unknown(command);
        };
    }

    /** Node wraps a retransmitted handle line once more each time: it is the same handle and the same message. */
    private Message withHandle(int nestedHandles) throws ProtocolException {
        if (nestedHandles < 0) {
            throw bad("msg", "NODE_HANDLE in NODE_HANDLE", "at most 4 deep");
        }
        JsonNode content = json.path("msg");
        Message inner =
                new FieldReader(content, content.isMissingNode() ? "null" : null, line).message(nestedHandles - 1);
        if (inner instanceof Message.WithHandle nested) {
            return nested;
        }
        return new Message.WithHandle(
                HandleType.named(string("type")), inner, optionalString("key"), optionalString("dgramType"));
    }

    private Message cluster() throws ProtocolException {
        if (json.has("ack")) {
            return answer();
        }
        if (!json.has("act")) {
            return new Message.Unknown("NODE_CLUSTER");
        }
        String act = string("act");
        return switch (act) {
            case "online" -> new Message.Online(number("seq"), capabilities());
            case "queryServer" -> new Message.QueryServer(number("seq"), request());
            case "listening" -> new Message.Listening(number("seq"), request());
            case "newconn" -> new Message.NewConnection(number("seq"), string("key"));
            case "close" -> new Message.Close(number("seq"), string("key"));
            case "disconnect" -> new Message.Disconnect(number("seq"));
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
                        integer("threads", 0, Integer.MAX_VALUE));
            case "retire" -> new Message.Retire(number("seq"), string("reason"));
            default -> new Message.Unknown("NODE_BATON " + act);
        };
    }

    private Message answer() throws ProtocolException {
        if (!json.path("ack").canConvertToLong() || json.path("ack").longValue() < 0) {
            // Node ignores an answer to a request that was never made, -1 included.
            return new Message.Unknown("NODE_CLUSTER ack");
        }
        long ack = number("ack");
        long seq = json.has("seq") ? number("seq") : 0;
        JsonNode accepted = json.path("accepted");
        if (!accepted.isMissingNode()) {
            if (!accepted.isBoolean()) {
                throw bad("accepted", accepted.toString(), "true or false");
            }
            return new Message.Accepted(ack, seq, accepted.booleanValue());
        }
        return json.has("key")
                ? new Message.QueryReply(ack, seq, errno(), string("key"), sockname(), data())
                : new Message.Reply(ack, seq);
    }

    private int errno() throws ProtocolException {
        return json.path("errno").isNull() || !json.has("errno") ? 0 : integer("errno", -4095, 0);
    }

    private @Nullable ListenAddress sockname() throws ProtocolException {
        JsonNode sockname = json.path("sockname");
        if (!sockname.isObject() || !sockname.has("port")) {
            return null;
        }
        FieldReader fields = new FieldReader(sockname, null, line);
        return new ListenAddress(
                fields.string("address"),
                fields.integer("port", 0, 65535),
                sockname.path("family").asText().equals("IPv6") ? "6" : "4");
    }

    private ListenRequest request() throws ProtocolException {
        // A TLS server of Node's says backlog false.
        boolean backlog = json.path("backlog").isNumber();
        return new ListenRequest(
                address(),
                json.has("index") ? integer("index", 0, 1 << 20) : 0,
                json.has("fd") ? integer("fd", -1, Integer.MAX_VALUE) : -1,
                json.has("flags") ? integer("flags", 0, Integer.MAX_VALUE) : 0,
                backlog ? integer("backlog", Integer.MIN_VALUE, Integer.MAX_VALUE) : 0,
                data());
    }

    private @Nullable String data() {
        JsonNode data = json.path("data");
        return data.isNull() || data.isMissingNode() ? null : data.toString();
    }

    private ListenAddress address() throws ProtocolException {
        JsonNode host = json.path("address");
        JsonNode type = json.path("addressType");
        boolean known = (type.isInt() && LISTEN_NUMBERS.contains(type.asText()))
                || (type.isTextual() && LISTEN_NAMES.contains(type.asText()))
                || type.isNull();
        if (!known) {
            throw bad("addressType", type.toString(), "4, 6, -1, udp4, udp6 or null");
        }
        return new ListenAddress(
                host.isNull() || host.isMissingNode() ? null : string("address"),
                type.isNull() ? -1 : integer("port", -1, 65535),
                type.asText());
    }

    private Capabilities capabilities() throws ProtocolException {
        JsonNode baton = json.path("baton");
        if (!baton.isObject()) {
            return Capabilities.NODE;
        }
        FieldReader fields = new FieldReader(baton, null, line);
        return new Capabilities(fields.integer("v", 1, 1 << 20), fields.integer("window", 1, 1024));
    }

    private String string(String field) throws ProtocolException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw bad(field, value.toString(), "a string");
        }
        return value.textValue();
    }

    private @Nullable String optionalString(String field) {
        return json.path(field).textValue();
    }

    /** An integer that Node can count with. */
    private long number(String field) throws ProtocolException {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() >= 1L << 53) {
            throw bad(field, value.toString(), "an integer in 0..2^53-1");
        }
        return value.longValue();
    }

    private int integer(String field, int least, int most) throws ProtocolException {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw bad(field, value.toString(), "an integer in " + least + ".." + most);
        }
        return value.intValue();
    }

    private ProtocolException bad(String field, String found, String expected) {
        return new ProtocolException(field + ": " + (found.isEmpty() ? "missing" : ProtocolException.printable(found))
                + " (expected: " + expected + ") in " + ProtocolException.printable(line));
    }
}
