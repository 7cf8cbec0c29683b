package io.baton.master.fetch;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.dispatch.Errand;
import io.baton.master.dispatch.Lane;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.epoll.EpollIoOps;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one worker, from its connection to the end of the answer. The request is written before the worker has the
 * connection, into a kernel buffer that is empty. Conductor thread only.
 */
final class Question implements FdWatch.Owner, Errand.Events {

    /** For a kernel that does not connect the two ends at once. */
    private static final long LOOK_MS = 1;

    /** Reads in one turn of the loop. Then the loop serves others, also if the body has no end. */
    private static final int MOST_READS = 4;

    private final Conductor conductor;
    private final ByteBuffer buffer;
    private final Lane worker;
    private final Entrance entrance;
    private final String line;
    private final FetchLimits limits;
    private final Consumer<Fetched> answer;
    private final ReplyReader reader;

    private @Nullable Ends ends;
    private @Nullable FdWatch watch;
    private @Nullable Errand errand;
    private Clock.@Nullable Cancel deadline;
    private boolean accepted;
    private boolean answered;

    Question(
            Conductor conductor,
            ByteBuffer buffer,
            Lane worker,
            Entrance entrance,
            String line,
            FetchLimits limits,
            Consumer<Fetched> answer) {
        this.conductor = conductor;
        this.buffer = buffer;
        this.worker = worker;
        this.entrance = entrance;
        this.line = line;
        this.limits = limits;
        this.answer = answer;
        this.reader = new ReplyReader(limits.bodyBytes(), line.startsWith("HEAD "));
    }

    void begin() {
        deadline = conductor.after(limits.ms(), this::late);
        try {
            Ends made = Ends.of(entrance);
            ends = made;
            connect(made);
        } catch (PosixException e) {
            cannotAsk(e);
        }
    }

    private void connect(Ends made) throws PosixException {
        if (made.connect()) {
            ask(made);
        } else {
            conductor.after(LOOK_MS, () -> connectAgain(made));
        }
    }

    private void connectAgain(Ends made) {
        if (!answered) {
            try {
                connect(made);
            } catch (PosixException e) {
                cannotAsk(e);
            }
        }
    }

    private void ask(Ends made) throws PosixException {
        byte[] request = (line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUser-Agent: baton\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        buffer.clear().put(request).flip();
        int sent = Libc.send(made.near(), buffer);
        if (sent != request.length) {
            throw PosixException.of("send(" + made.near() + ")", sent < 0 ? sent : -Errno.ENOBUFS);
        }
        watch = conductor.watch(made.near(), EpollIoOps.EPOLLIN, this);
        errand = new Errand(conductor, worker, made.takeFar(), entrance.listener(), this);
        errand.begin();
    }

    private void cannotAsk(PosixException e) {
        tell(new Fetched.NotAsked("was not asked: " + e.getMessage()));
    }

    @Override
    public void accepted() {
        accepted = true;
    }

    @Override
    public void lost() {
        tell(new Fetched.NoReply("has ended"));
    }

    @Override
    public void ready(EpollIoOps events) {
        Ends open = ends;
        for (int i = 0; i < MOST_READS && open != null && !answered; i++) {
            int count = Libc.receive(open.near(), buffer.clear());
            if (count > 0) {
                tellIfThere(reader.read(buffer.flip()));
            } else if (count == 0) {
                tellIfThere(reader.end());
            } else if (count != -Errno.EINTR) {
                if (count != -Errno.EAGAIN) {
                    tell(new Fetched.NoReply("closed the connection: " + Errno.describe(-count)));
                }
                return;
            }
        }
    }

    private void tellIfThere(@Nullable Fetched there) {
        if (there != null) {
            tell(there);
        }
    }

    private void late() {
        Errand sent = errand;
        if (sent == null) {
            tell(new Fetched.NotAsked("was not asked: the master did not connect to itself" + within()));
        } else if (accepted) {
            tell(new Fetched.NoReply((reader.hasBegun() ? "did not finish its answer" : "did not answer") + within()));
        } else if (sent.stage() == Errand.Stage.REFUSED && sent.wasRefusedAtOnce()) {
            tell(new Fetched.NotAsked("takes no connections"));
        } else {
            tell(new Fetched.NoReply("did not accept the connection" + within()));
        }
    }

    private String within() {
        return " within " + limits.ms() + " ms";
    }

    /** Whatever of the connection is the master's is closed. The answer comes after all that goes on now. */
    private void tell(Fetched what) {
        if (answered) {
            return;
        }
        answered = true;
        if (deadline != null) {
            deadline.cancel();
        }
        if (errand != null) {
            errand.abandon();
        }
        if (watch != null) {
            watch.close();
        }
        if (ends != null) {
            ends.close();
        }
        conductor.post(() -> answer.accept(what));
    }
}
