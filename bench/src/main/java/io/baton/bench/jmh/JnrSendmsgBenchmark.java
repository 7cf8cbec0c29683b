package io.baton.bench.jmh;

import io.baton.protocol.HotLine;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One newconn line with its descriptor, sent by our {@link Msghdr} and by jnr-posix: with a header made for each message,
 * as its users write it, and with one kept. The other end is emptied between two invocations, outside the time.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@State(Scope.Thread)
public class JnrSendmsgBenchmark {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final byte[] prefix = HotLine.newConnectionPrefix("null:3000:4:undefined:0");
    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final Msghdr ours = new Msghdr();
    private final Msghdr receiving = new Msghdr();
    private final ByteBuffer line = ByteBuffer.allocateDirect(1024);
    private final ByteBuffer number = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
    private final MsgHdr keptHeader = posix.allocateMsgHdr();
    private final ByteBuffer[] keptIov = {line};
    private final CmsgHdr keptControl;
    private final Fd socket = Descriptors.newSocket();
    private final Fd sender;
    private final Fd receiver;

    private long seq;

    /** Two connected sockets. */
    public JnrSendmsgBenchmark() {
        try {
            Fd[] pair = Libc.socketpair();
            sender = pair[0];
            receiver = pair[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        number.putInt(0, socket.number());
        keptControl = keptHeader.allocateControl(Integer.BYTES);
        keptControl.setLevel(SOL_SOCKET);
        keptControl.setType(SCM_RIGHTS);
    }

    /** Something is always there: each invocation sends, the first one finds what this sends. */
    @Setup
    public void start() {
        requirePositive(ours());
    }

    @Setup(Level.Invocation)
    public void empty() {
        requirePositive(receiving.receive(receiver));
        receiving.takeFd().close();
    }

    @TearDown
    public void close() {
        sender.close();
        receiver.close();
        socket.close();
    }

    @Benchmark
    public int ours() {
        ByteBuffer outgoing = ours.outgoing().clear();
        HotLine.putNewConnection(outgoing, prefix, seq++);
        return ours.send(sender, 0, outgoing.position(), socket);
    }

    @Benchmark
    public int jnr() {
        HotLine.putNewConnection(line.clear(), prefix, seq++);
        MsgHdr header = posix.allocateMsgHdr();
        header.setIov(new ByteBuffer[] {line.flip()});
        CmsgHdr control = header.allocateControl(Integer.BYTES);
        control.setLevel(SOL_SOCKET);
        control.setType(SCM_RIGHTS);
        control.setData(number.clear());
        return posix.sendmsg(sender.number(), header, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    @Benchmark
    public int jnrWithKeptHeader() {
        HotLine.putNewConnection(line.clear(), prefix, seq++);
        line.flip();
        keptHeader.setIov(keptIov);
        keptControl.setData(number.clear());
        return posix.sendmsg(sender.number(), keptHeader, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    private static void requirePositive(int result) {
        if (result <= 0) {
            throw new IllegalStateException("result: " + result);
        }
    }
}
