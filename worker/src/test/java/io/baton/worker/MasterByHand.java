package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a worker's channel. It says what the test says, and reads only when the test reads. Used by one
 * thread.
 */
final class MasterByHand implements AutoCloseable {

    static final String ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}";

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long POLL_NANOS = 100_000;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)[,}]");

    private final Fd socket;
    private final Fd workersEnd;
    private final Msghdr msghdr = new Msghdr();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final ArrayDeque<Fd> handles = new ArrayDeque<>();

    /**
     * The end of the time for the whole test. A single read needs no limit, because a live worker says something every
     * second.
     */
    private final long deadline = System.nanoTime() + LIMIT_NANOS;

    private boolean ended;
    private long nextSeq;
    private String lastHandleLine = "";

    MasterByHand() throws PosixException {
        Fd[] pair = Libc.socketpair();
        socket = pair[0];
        workersEnd = pair[1];
    }

    /** The worker's end, which the worker owns. */
    Fd workersEnd() {
        return workersEnd;
    }

    void say(String line) {
        say(line, null);
    }

    /** Says a line. The handle stays the caller's. */
    void say(String line, @Nullable Fd handle) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        int sent;
        do {
            msghdr.outgoing().put(0, bytes);
            sent = handle == null ? msghdr.send(socket, 0, bytes.length) : msghdr.send(socket, 0, bytes.length, handle);
        } while (sent == -Errno.EAGAIN && waitABit());
        assertThat(sent).as("sendmsg").isEqualTo(bytes.length);
    }

    /** The lines of the next recvmsg(2) that brings any. They must be whole. */
    List<String> hearAtOnce() {
        assertThat(lines).isEmpty();
        receive();
        assertThat(partial.size()).as("bytes behind the last whole line").isZero();
        List<String> heard = new ArrayList<>(lines);
        lines.clear();
        return heard;
    }

    /** The next line, or null at the end of the stream. */
    @Nullable
    String hear() {
        while (lines.isEmpty() && !ended) {
            receive();
        }
        return lines.poll();
    }

    /** The next line that is no stats, or null at the end of the stream. */
    @Nullable
    String hearNoStats() {
        String line;
        do {
            line = hear();
        } while (line != null && isStats(line));
        return line;
    }

    /** Reads on until a line matches, and returns it. */
    String hearUntil(String what, Predicate<String> likeThis) {
        String line;
        do {
            line = hear();
            assertThat(line).as("%s before the end", what).isNotNull();
        } while (!likeThis.test(String.valueOf(line)));
        return String.valueOf(line);
    }

    /** All lines to the end of the stream, without stats. */
    List<String> hearOut() {
        List<String> heard = new ArrayList<>();
        for (String line = hearNoStats(); line != null; line = hearNoStats()) {
            heard.add(line);
        }
        return heard;
    }

    /** The {@code seq} of a worker's line. */
    static String seq(String line) {
        Matcher seq = SEQ.matcher(line);
        assertThat(seq.find()).as("%s has a number", line).isTrue();
        return seq.group(1);
    }

    static boolean isStats(String line) {
        return line.startsWith("{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",");
    }

    /** The next descriptor that came with the lines heard so far. The caller owns it. */
    Fd handle() {
        return handles.remove();
    }

    /** Closes this end, which the worker takes for the end of the master. */
    @Override
    public void close() {
        socket.close();
        assertThat(handles).as("unexpected descriptors").isEmpty();
    }

    private void receive() {
        int count;
        do {
            count = msghdr.receive(socket);
        } while (count == -Errno.EAGAIN && waitABit());
        if (count == -Errno.ECONNRESET) {
            // The worker left before it had read all of this end's words.
            count = 0;
        }
        assertThat(count).as("recvmsg").isGreaterThanOrEqualTo(0);
        if (msghdr.hasFd()) {
            handles.add(msghdr.takeFd());
        }
        ended = count == 0;
        for (int i = 0; i < count; i++) {
            byte b = msghdr.incoming().get(i);
            if (b == '\n') {
                keep(partial.toString(StandardCharsets.UTF_8));
                partial.reset();
            } else {
                partial.write(b);
            }
        }
    }

    /** A worker numbers all its lines except ACKs and those about given sockets. It sends a handle again as it was. */
    private void keep(String line) {
        boolean again = line.startsWith("{\"cmd\":\"NODE_HANDLE\",") && line.equals(lastHandleLine);
        if (line.startsWith("{\"cmd\":\"NODE_HANDLE\",")) {
            lastHandleLine = line;
        }
        if (!again && !line.equals(ACK) && !line.startsWith("{\"cmd\":\"NODE_SOCKET_")) {
            assertThat(seq(line)).as("number of %s", line).isEqualTo(Long.toString(nextSeq++));
        }
        lines.add(line);
    }

    private boolean waitABit() {
        assertThat(System.nanoTime() - deadline)
                .as("nanoseconds since the end of the test's time")
                .isNegative();
        LockSupport.parkNanos(POLL_NANOS);
        return true;
    }
}
