package io.baton.bench.jmh;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import io.baton.protocol.posix.Fd;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;

/** Descriptors by the thousand: dup(2) through jffi, which allocates nothing but the {@link Fd}. */
final class Descriptors {

    private static final Invoker INVOKER = Invoker.getInstance();
    private static final long DUP =
            Library.openLibrary(null, Library.LAZY | Library.LOCAL).getSymbolAddress("dup");
    private static final CallContext ONE =
            new CallContext(Type.SINT64, new Type[] {Type.SINT64}, CallingConvention.DEFAULT, true);

    private Descriptors() {}

    /** A TCP socket that is not connected. The kernel passes it as it passes any other socket. */
    static Fd newSocket() {
        Epoll.ensureAvailability();
        return Fd.own(LinuxSocket.newSocketStream(false).intValue());
    }

    /** A copy that the caller owns. */
    static Fd copy(Fd descriptor) {
        return Fd.own((int) INVOKER.invokeN1(ONE, DUP, descriptor.number()));
    }
}
