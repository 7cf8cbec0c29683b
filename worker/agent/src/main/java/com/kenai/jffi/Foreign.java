package com.kenai.jffi;

import org.jspecify.annotations.Nullable;

/** Calls C functions with up to four numbers. The names of the native methods are jffi's. */
public final class Foreign {

    private static final int SIGNED_64 = 12;
    private static final int LAZY = 1;

    private final long library;
    private final long context;

    private native void init();

    private static native long dlopen(@Nullable String name, int flags);

    private static native long dlsym(long library, String name);

    private native long newCallContext(long result, long[] parameters, int flags);

    private native long lookupBuiltinType(int type);

    private static native long invokeN4(long context, long function, long a, long b, long c, long d);

    private static native int getLastError();

    /**
     * Loads the library.
     *
     * @param path of libjffi-1.2.so
     */
    public Foreign(String path) {
        System.load(path);
        init();
        long number = lookupBuiltinType(SIGNED_64);
        context = newCallContext(number, new long[] {number, number, number, number}, 0);
        library = dlopen(null, LAZY);
    }

    /** The address of a function of the C library. */
    public long function(String name) {
        long address = dlsym(library, name);
        if (address == 0) {
            throw new UnsatisfiedLinkError(name);
        }
        return address;
    }

    /** Calls a function that returns an int, negative if it failed. Returns its result, or the negative error number. */
    public int call(long function, long a, long b, long c, long d) {
        int result = (int) invokeN4(context, function, a, b, c, d);
        return result < 0 ? -getLastError() : result;
    }
}
