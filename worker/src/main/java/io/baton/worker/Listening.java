package io.baton.worker;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.net.ReusePort;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a worker comes to listen: it asks the master, whose answer may bring the listening socket or say that connections
 * will be handed over; or it binds a socket of its own and asks nobody. The event loop's.
 */
final class Listening {

    private final WorkerArguments arguments;
    private final Intake intake;
    private final IntConsumer listens;
    private final Consumer<String> failed;

    private boolean answered;
    private @Nullable String key;

    /**
     * @param listens told the port
     * @param failed told the reason
     */
    Listening(WorkerArguments arguments, Intake intake, IntConsumer listens, Consumer<String> failed) {
        this.arguments = arguments;
        this.intake = intake;
        this.listens = listens;
        this.failed = failed;
    }

    /** Asks, or binds. */
    void begin(PrimaryProxy primary) {
        if (arguments.mode() != Mode.REUSEPORT) {
            primary.queryServer(ListenAddress.tcp(arguments.host(), arguments.port()));
            return;
        }
        answered = true;
        try {
            accept(ReusePort.bind(arguments.host(), arguments.port()), true);
        } catch (IOException e) {
            failed.accept(String.valueOf(e.getMessage()));
        }
    }

    /** The worker may listen, and connections will be handed over; or it may not. */
    void answered(Message.QueryReply reply) {
        if (answered) {
            return;
        }
        answered = true;
        if (reply.errno() != 0) {
            failed.accept(Errno.describe(-reply.errno()));
            return;
        }
        key = reply.key();
        intake.listenTo(reply.key());
        ListenAddress bound = reply.bound();
        listens.accept(bound == null ? arguments.port() : bound.port());
    }

    /**
     * The worker may listen, on this socket.
     *
     * @param socket owned from here on; null if it was lost on the way
     */
    void answered(Message.QueryReply reply, @Nullable Fd socket) {
        if (answered) {
            if (socket != null) {
                socket.close();
            }
            return;
        }
        answered = true;
        if (socket == null) {
            failed.accept("the socket was lost on the way");
        } else {
            key = reply.key();
            accept(socket, false);
        }
    }

    /** The worker listens no more. */
    void end(PrimaryProxy primary) {
        answered = true;
        if (key != null) {
            primary.close(key);
        }
    }

    private void accept(Fd socket, boolean own) {
        try {
            listens.accept(intake.accept(socket, own).port());
        } catch (PosixException e) {
            failed.accept(String.valueOf(e.getMessage()));
        }
    }
}
