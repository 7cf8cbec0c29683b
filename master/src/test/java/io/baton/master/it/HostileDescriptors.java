package io.baton.master.it;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** A program that sends descriptors over channel 3 as no worker would, which a shell cannot do. */
public final class HostileDescriptors {

    private static final int CHANNEL = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final POSIX JNR = POSIXFactory.getNativePOSIX();

    private HostileDescriptors() {}

    /** The argument says which. */
    public static void main(String[] arguments) throws Exception {
        Fd[] pair = Libc.socketpair();
        switch (arguments[0]) {
            case "alone" -> {
                for (int i = 0; i < 1100; i++) {
                    send(" ", pair[0]);
                }
            }
            case "many-and-garbage" -> {
                Fd[] many = new Fd[250];
                Arrays.fill(many, pair[0]);
                send("garbage\n", many);
            }
            case "unix" -> send("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{}}\n", pair[0]);
            case "returned" ->
                send(
                        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":{\"cmd\":\"NODE_BATON\",\"act\":\"returned\","
                                + "\"key\":\"nothing\",\"requests\":0,\"age\":0,\"seq\":1}}\n",
                        pair[0]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void send(String text, Fd... handles) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length());
        bytes.put(text.getBytes(StandardCharsets.US_ASCII)).flip();
        ByteBuffer numbers = ByteBuffer.allocateDirect(4 * handles.length).order(ByteOrder.nativeOrder());
        Arrays.stream(handles).forEach(handle -> numbers.putInt(handle.number()));
        MsgHdr message = JNR.allocateMsgHdr();
        message.setIov(new ByteBuffer[] {bytes});
        CmsgHdr control = message.allocateControl(numbers.capacity());
        control.setLevel(SOL_SOCKET);
        control.setType(SCM_RIGHTS);
        control.setData(numbers.flip());
        JNR.sendmsg(CHANNEL, message, 0);
    }
}
