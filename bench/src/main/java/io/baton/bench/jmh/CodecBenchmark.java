package io.baton.bench.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.baton.protocol.HotLine;
import io.baton.protocol.LineFramer;
import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Lines written and read, without a system call; each hot line byte for byte and, beside it, through Jackson. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@State(Scope.Thread)
public class CodecBenchmark {

    private static final String KEY = "null:3000:4:undefined:0";
    private static final String ACCEPTED_LINE =
            "{\"cmd\":\"NODE_CLUSTER\",\"ack\":123456,\"accepted\":true,\"seq\":123457}";

    private final byte[] prefix = HotLine.newConnectionPrefix(KEY);
    private final Message accepted = new Message.Accepted(123456, 123457, true);
    private final ByteBuffer out = ByteBuffer.allocateDirect(1024);
    private final ByteBuffer ack = direct("{\"cmd\":\"NODE_HANDLE_ACK\"}");
    private final ByteBuffer acceptedLine = direct(ACCEPTED_LINE);
    private final ByteBuffer newConnection = direct(new String(prefix, UTF_8) + "123456}}");
    private final ByteBuffer bothLines = direct("{\"cmd\":\"NODE_HANDLE_ACK\"}\n" + ACCEPTED_LINE + "\n");
    private final LineFramer framer = new LineFramer();
    private final LineFramer.Sink sink = this::line;

    private long framed;

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).clear();
    }

    @Benchmark
    public boolean hotAckRead() {
        return HotLine.isAck(ack, 0, ack.capacity());
    }

    @Benchmark
    public long hotAcceptedRead() {
        return HotLine.accepted(acceptedLine, 0, acceptedLine.capacity());
    }

    @Benchmark
    public long hotNewConnectionRead() {
        return HotLine.newConnection(newConnection, 0, newConnection.capacity(), prefix);
    }

    @Benchmark
    public ByteBuffer hotNewConnectionWritten() {
        HotLine.putNewConnection(out.clear(), prefix, 123456);
        return out;
    }

    @Benchmark
    public ByteBuffer hotAnswerWritten() {
        HotLine.putAckAndAccepted(out.clear(), 123456, true, 123457);
        return out;
    }

    @Benchmark
    public Message codecAcceptedRead() throws ProtocolException {
        return MessageCodec.decode(acceptedLine, 0, acceptedLine.capacity());
    }

    @Benchmark
    public Message codecNewConnectionRead() throws ProtocolException {
        return MessageCodec.decode(newConnection, 0, newConnection.capacity());
    }

    @Benchmark
    public byte[] codecAcceptedWritten() {
        return MessageCodec.encode(accepted);
    }

    /** The two lines of an answer split and recognised: what the master does with one recvmsg. */
    @Benchmark
    public long answerFramedAndRead() throws ProtocolException {
        framer.feed(bothLines, bothLines.capacity(), sink);
        return framed;
    }

    private boolean line(ByteBuffer buffer, int start, int end) {
        if (!HotLine.isAck(buffer, start, end)) {
            framed += HotLine.accepted(buffer, start, end);
        }
        return true;
    }
}
