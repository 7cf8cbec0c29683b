package io.baton.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into lines of JSON, and lines into messages. Lines are written as Node writes them, in its key order
 * and without spaces. They are read in any key order with any spacing.
 *
 * <p>For all input the outcome is a {@link Message} or a {@link ProtocolException}. Bytes that are not UTF-8 are read
 * as U+FFFD, as Node reads them. Thread-safe.
 */
public final class MessageCodec {

    private MessageCodec() {}

    /**
     * Reads the message of a line.
     *
     * @param line a buffer whose bytes {@code [start, end)} are the line without its end; not modified
     */
    public static Message decode(ByteBuffer line, int start, int end) throws ProtocolException {
        byte[] bytes = new byte[end - start];
        line.get(start, bytes);
        return decode(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Reads the message of a line. */
    public static Message decode(String line) throws ProtocolException {
        return FieldReader.message(line);
    }

    /**
     * Writes the line of a message, with its end.
     *
     * @throws IllegalArgumentException if a message of the application is not one JSON document, or is one of Node's
     *     own
     */
    public static byte[] encode(Message message) {
        return bytes(json(message) + '\n');
    }

    /** JSON as UTF-8. A lone surrogate, which UTF-8 cannot encode, becomes an escape, as Node writes it. */
    static byte[] bytes(String json) {
        if (json.codePoints().noneMatch(MessageCodec::isSurrogate)) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (isSurrogate(c)) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text as the content of a JSON string, without the quotes. */
    static String quoteContent(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static String json(Message message) {
        if (message instanceof Message.Ack) {
            return "{\"cmd\":\"NODE_HANDLE_ACK\"}";
        } else if (message instanceof Message.Nack) {
            return "{\"cmd\":\"NODE_HANDLE_NACK\"}";
        } else if (message instanceof Message.WithHandle handle) {
            return "{\"cmd\":\"NODE_HANDLE\",\"type\":" + quote(handle.type().wireName()) + ",\"msg\":"
                    + content(handle.content()) + field("key", handle.key()) + field("dgramType", handle.dgramType())
                    + "}";
        } else if (message instanceof Message.Stats stats) {
            return "{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":" + stats.open() + ",\"computing\":"
                    + stats.computing() + ",\"threads\":" + stats.threads() + requests(stats) + progress(stats)
                    + ",\"seq\":"
                    + stats.seq() + "}";
        } else if (message instanceof Message.Retire retire) {
            return leaving("retire", retire.reason(), retire.seq());
        } else if (message instanceof Message.Release release) {
            return leaving("release", release.reason(), release.seq());
        } else if (message instanceof MovingMessage moving) {
            return MovingLines.json(moving);
        } else if (message instanceof MetricsMessage metrics) {
            return MetricsMessage.json(metrics);
        } else if (message instanceof Message.SocketTally tally) {
            String count = tally.verb() == Message.SocketTally.Verb.COUNT ? ",\"count\":" + tally.count() : "";
            return "{\"cmd\":\"NODE_SOCKET_" + tally.verb() + "\",\"key\":" + quote(tally.key()) + count + "}";
        } else if (message instanceof Message.User user) {
            return onOneLine(user);
        } else if (message instanceof Message.Unknown unknown) {
            return "{\"cmd\":" + quote(unknown.command()) + "}";
        }
        return cluster(clusterFields(message));
    }

    /** Node writes 0 for no error in a reply that brings a socket, and null in one that does not. */
    private static String content(Message message) {
        return message instanceof Message.QueryReply reply ? cluster(queryReply(reply, "0")) : json(message);
    }

    private static String cluster(String fields) {
        return "{\"cmd\":\"NODE_CLUSTER\"," + fields + "}";
    }

    /**
     * The application may say anything, except a line that would end a Node process, because it is empty, broken or no
     * JSON, and a line that Node would take for its own command.
     */
    private static String onOneLine(Message.User user) {
        String json = user.json();
        try {
            if (!(decode(json) instanceof Message.User)) {
                throw new IllegalArgumentException(
                        "message: " + ProtocolException.printable(json) + " (expected: no cmd that begins with NODE_)");
            }
        } catch (ProtocolException e) {
            throw new IllegalArgumentException("message: " + e.getMessage(), e);
        }
        // An end of line in a JSON document stands between tokens only, where a space means the same.
        return json.replace('\n', ' ');
    }

    private static String leaving(String act, String reason, long seq) {
        return "{\"cmd\":\"NODE_BATON\",\"act\":\"" + act + "\",\"reason\":" + quote(reason) + ",\"seq\":" + seq + "}";
    }

    private static String progress(Message.Stats stats) {
        return stats.progress() > 0 ? ",\"progress\":" + stats.progress() : "";
    }

    private static String requests(Message.Stats stats) {
        return stats.requests() == Message.Stats.NOT_COUNTED ? "" : ",\"requests\":" + stats.requests();
    }

    private static String clusterFields(Message message) {
        if (message instanceof Message.Online online) {
            Capabilities baton = online.capabilities();
            String extra = baton.version() == 0
                    ? ""
                    : ",\"baton\":{\"v\":" + baton.version() + ",\"window\":" + baton.window() + "}";
            return "\"act\":\"online\",\"seq\":" + online.seq() + extra;
        } else if (message instanceof Message.QueryServer query) {
            return "\"act\":\"queryServer\"," + listen(query.request()) + ",\"seq\":" + query.seq();
        } else if (message instanceof Message.Listening listening) {
            return "\"act\":\"listening\"," + listen(listening.request()) + ",\"seq\":" + listening.seq();
        } else if (message instanceof Message.QueryReply reply) {
            return queryReply(reply, "null");
        } else if (message instanceof Message.NewConnection connection) {
            return "\"act\":\"newconn\",\"key\":" + quote(connection.key()) + ",\"seq\":" + connection.seq()
                    + (connection.moved() == null ? "" : ",\"baton\":{" + MovingLines.moved(connection.moved()) + "}");
        } else if (message instanceof Message.Accepted accepted) {
            return "\"ack\":" + accepted.ack() + ",\"accepted\":" + accepted.accepted() + ",\"seq\":" + accepted.seq();
        } else if (message instanceof Message.Close close) {
            return "\"act\":\"close\",\"key\":" + quote(close.key()) + ",\"seq\":" + close.seq();
        } else if (message instanceof Message.Disconnect disconnect) {
            return "\"act\":\"disconnect\",\"seq\":" + disconnect.seq()
                    + (disconnect.move() ? ",\"baton\":{\"move\":true}" : "");
        } else if (message instanceof Message.ExitedAfterDisconnect exited) {
            return "\"act\":\"exitedAfterDisconnect\",\"seq\":" + exited.seq();
        } else if (message instanceof Message.Reply reply) {
            return "\"ack\":" + reply.ack() + ",\"seq\":" + reply.seq();
        }
        throw new IllegalArgumentException("not a NODE_CLUSTER message: " + message);
    }

    private static String queryReply(Message.QueryReply reply, String noError) {
        return "\"errno\":" + (reply.errno() == 0 ? noError : reply.errno()) + ",\"key\":" + quote(reply.key())
                + ",\"ack\":" + reply.ack() + ",\"data\":" + reply.data() + sockname(reply.bound()) + ",\"seq\":"
                + reply.seq();
    }

    /** The fields that Node writes for this kind of address, in its order. */
    private static String listen(ListenRequest request) {
        ListenAddress address = request.address();
        String type = address.addressType();
        boolean byDescriptor = type.equals("null");
        StringBuilder fields = new StringBuilder(160)
                .append("\"index\":")
                .append(request.index())
                .append(",\"data\":")
                .append(request.data())
                .append(",\"address\":")
                .append(address.host() == null ? "null" : quote(address.host()))
                .append(",\"port\":")
                .append(byDescriptor ? "null" : String.valueOf(address.port()))
                .append(",\"addressType\":")
                .append(address.isUdp() ? quote(type) : type);
        if (byDescriptor || address.isUdp()) {
            fields.append(",\"fd\":").append(request.fd());
        }
        if (address.isUdp() || (address.isTcp() && address.host() != null)) {
            fields.append(",\"flags\":").append(request.flags());
        }
        if (!address.isUdp()) {
            fields.append(",\"backlog\":").append(request.backlog());
        }
        return fields.toString();
    }

    private static String sockname(@Nullable ListenAddress bound) {
        if (bound == null || !bound.isTcp()) {
            return "";
        }
        String everyAddress = bound.addressType().equals("6") ? "::" : "0.0.0.0";
        String host = bound.host() == null ? everyAddress : bound.host();
        return ",\"sockname\":{\"address\":" + quote(host) + ",\"family\":\"IPv" + bound.addressType() + "\",\"port\":"
                + bound.port() + "}";
    }

    private static String field(String name, @Nullable String value) {
        return value == null ? "" : ",\"" + name + "\":" + quote(value);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    static String quote(String text) {
        return '"' + quoteContent(text) + '"';
    }
}
