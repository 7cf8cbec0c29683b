package io.baton.master.shared;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3 (Aumasson and Bernstein, 2012) with a random secret: clients choose many keys, and nothing that they can know tells
 * them which ones have the same hash. One thread at a time.
 */
final class KeyHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SECRET = 16;

    private final long k0;
    private final long k1;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /** With a secret of these two halves. */
    KeyHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** With a secret of its own. */
    static KeyHash random() {
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        ByteBuffer halves = ByteBuffer.wrap(secret);
        return new KeyHash(halves.getLong(), halves.getLong());
    }

    /** The 64 bits of SipHash. */
    long of(byte[] key) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
        int whole = key.length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            add((long) LONG.get(key, i));
        }
        long last = (long) key.length << 56;
        for (int i = whole; i < key.length; i++) {
            last |= (key[i] & 0xffL) << ((i - whole) * Byte.SIZE);
        }
        add(last);
        v2 ^= 0xff;
        mix();
        mix();
        mix();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void add(long word) {
        v3 ^= word;
        mix();
        v0 ^= word;
    }

    private void mix() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
