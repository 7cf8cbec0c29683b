package io.baton.protocol.posix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The C library of this process: calls its functions and reads its variables. All native calls of the project go through here.
 *
 * <p>jffi's {@link Invoker} makes them: a call by address allocates nothing and costs as much as a JNI call. A call returns what
 * the function returned, or the negative error number. Any thread may call.
 */
final class CLibrary {

    private static final Invoker INVOKER = Invoker.getInstance();
    private static final LastError LAST_ERROR = LastError.getInstance();
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final Library LIBRARY = Library.openLibrary(null, Library.LAZY | Library.LOCAL);
    private static final CallContext[] CONTEXTS = contexts();

    private CLibrary() {}

    /** Calls a function that takes one number and returns an int. */
    static int invoke(long function, long a) {
        return result(INVOKER.invokeN1(CONTEXTS[1], function, a));
    }

    /** Calls a function that takes two numbers and returns an int. */
    static int invoke(long function, long a, long b) {
        return result(INVOKER.invokeN2(CONTEXTS[2], function, a, b));
    }

    /** Calls a function that takes three numbers and returns an int. */
    static int invoke(long function, long a, long b, long c) {
        return result(INVOKER.invokeN3(CONTEXTS[3], function, a, b, c));
    }

    /** Calls a function that takes four numbers and returns an int. */
    static int invoke(long function, long a, long b, long c, long d) {
        return result(INVOKER.invokeN4(CONTEXTS[4], function, a, b, c, d));
    }

    /**
     * Calls a function by name. Not for the hot path.
     *
     * @param arguments numbers, and direct buffers for addresses: their memory is kept until the function returns, however
     *     few Java references there are to it
     * @return an int result with its sign, or {@code -errno}
     */
    static long call(String function, Object... arguments) {
        long address = symbol(function);
        CallContext context = CONTEXTS[arguments.length];
        long[] a = new long[6];
        for (int i = 0; i < arguments.length; i++) {
            a[i] = arguments[i] instanceof ByteBuffer memory
                    ? Native.address(memory)
                    : ((Number) arguments[i]).longValue();
        }
        try {
            long value = invoke(arguments.length, context, address, a);
            return (int) value == -1 ? -LAST_ERROR.get() : value;
        } finally {
            Reference.reachabilityFence(arguments);
        }
    }

    private static long invoke(int arity, CallContext context, long address, long[] a) {
        return switch (arity) {
            case 0 -> INVOKER.invokeN0(context, address);
            case 1 -> INVOKER.invokeN1(context, address, a[0]);
            case 2 -> INVOKER.invokeN2(context, address, a[0], a[1]);
            case 3 -> INVOKER.invokeN3(context, address, a[0], a[1], a[2]);
            case 4 -> INVOKER.invokeN4(context, address, a[0], a[1], a[2], a[3]);
            case 5 -> INVOKER.invokeN5(context, address, a[0], a[1], a[2], a[3], a[4]);
            default -> INVOKER.invokeN6(context, address, a[0], a[1], a[2], a[3], a[4], a[5]);
        };
    }

    /** The address of a function or variable. */
    static long symbol(String function) {
        long address = LIBRARY.getSymbolAddress(function);
        if (address == 0) {
            throw new UnsatisfiedLinkError("this C library has no " + function + "; glibc 2.34 or newer is needed");
        }
        return address;
    }

    /** The texts of a NULL-terminated {@code char *[]}, to which a variable of the C library points. */
    static List<String> strings(String variable) {
        List<String> texts = new ArrayList<>();
        long table = MEMORY.getAddress(symbol(variable));
        for (long entry = table; entry != 0 && MEMORY.getAddress(entry) != 0; entry += Long.BYTES) {
            texts.add(string(MEMORY.getAddress(entry)));
        }
        return texts;
    }

    static boolean has(String function) {
        return LIBRARY.getSymbolAddress(function) != 0;
    }

    static String errnoName(int errno) {
        long address = LIBRARY.getSymbolAddress("strerrorname_np");
        long name = address == 0 ? 0 : INVOKER.invokeN1(CONTEXTS[1], address, errno);
        return name == 0 ? "errno " + errno : string(name);
    }

    static String errnoText(int errno) {
        return string(call("strerror", errno));
    }

    static String string(long address) {
        return SystemText.decode(MEMORY.getZeroTerminatedByteArray(address));
    }

    private static int result(long value) {
        int result = (int) value;
        return result >= 0 ? result : -LAST_ERROR.get();
    }

    private static CallContext[] contexts() {
        CallContext[] contexts = new CallContext[7];
        for (int arity = 0; arity < contexts.length; arity++) {
            Type[] longs = new Type[arity];
            Arrays.fill(longs, Type.SINT64);
            contexts[arity] = new CallContext(Type.SINT64, longs, CallingConvention.DEFAULT, true);
        }
        return contexts;
    }
}
