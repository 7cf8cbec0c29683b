package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A message about the metrics that an application counts by itself. Node does not know them, and a process is asked only if its
 * capabilities say that it can tell them ({@link Capabilities#tellsMetrics}).
 */
public sealed interface MetricsMessage extends Message {

    /** The most characters of a text that one message has. Each takes up to six bytes of its line. */
    int PART = 64 * 1024;

    /** The worker is to tell the application's metrics, now and once more when it leaves. It answers with {@link Metrics}. */
    record AskMetrics(long seq) implements MetricsMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.askMetrics(this);
        }
    }

    /**
     * A part of an application's metrics. The parts of one text follow each other.
     *
     * @param more whether another part follows
     * @param text in the format of Prometheus or OpenMetrics; a text without a character means that there are none, now and later
     * @param why there is no text this time; empty if there is one
     */
    record Metrics(long ack, long seq, boolean more, String text, String why) implements MetricsMessage {
        @Override
        public void deliverTo(MessageHandler handler) {
            handler.metrics(this);
        }
    }

    /** The line, without its end. */
    static String json(MetricsMessage message) {
        if (message instanceof Metrics metrics) {
            return "{\"cmd\":\"NODE_BATON\",\"act\":\"metrics\",\"ack\":" + metrics.ack() + ",\"more\":"
                    + metrics.more()
                    + ",\"text\":" + MessageCodec.quote(metrics.text()) + ",\"why\":"
                    + MessageCodec.quote(metrics.why())
                    + ",\"seq\":" + metrics.seq() + "}";
        }
        return "{\"cmd\":\"NODE_BATON\",\"act\":\"askMetrics\",\"seq\":" + ((AskMetrics) message).seq() + "}";
    }

    /** The {@code NODE_BATON} message of this kind; null if it is about something else. */
    static @Nullable MetricsMessage read(String act, FieldReader fields) throws ProtocolException {
        return switch (act) {
            case "askMetrics" -> new AskMetrics(fields.number("seq"));
            case "metrics" ->
                new Metrics(
                        fields.number("ack"),
                        fields.number("seq"),
                        fields.isTrue("more"),
                        fields.string("text"),
                        fields.string("why"));
            default -> null;
        };
    }
}
