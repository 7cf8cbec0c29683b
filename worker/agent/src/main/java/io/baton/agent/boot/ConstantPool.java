package io.baton.agent.boot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The constant pool of a class file (JVMS 4.4). The owner of a method and the name of a class are changed there, and nothing
 * else: no code, no frame and no signature.
 */
final class ConstantPool {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD = 10;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    private static final int COUNT_AT = 8;
    private static final int FIRST_AT = 10;

    private final byte[] file;
    private final ByteBuffer content;
    private final int[] offsets;
    private final int end;

    /** Finds the constants of the class file. The array becomes this object's. */
    ConstantPool(byte[] file) {
        this.file = file;
        content = ByteBuffer.wrap(file);
        int count = content.getShort(COUNT_AT) & 0xffff;
        offsets = new int[count];
        int at = FIRST_AT;
        for (int i = 1; i < count; i++) {
            offsets[i] = at;
            int tag = file[at];
            if (tag == UTF8) {
                at += 3 + (content.getShort(at + 1) & 0xffff);
            } else if (tag == LONG || tag == DOUBLE) {
                at += 9;
                i++;
            } else if (tag == CLASS || tag == STRING || tag == METHOD_TYPE || tag == MODULE || tag == PACKAGE) {
                at += 3;
            } else {
                at += tag == METHOD_HANDLE ? 4 : 5;
            }
        }
        end = at;
    }

    /** Whether a class of this name is mentioned. */
    boolean names(String type) {
        for (int i = 1; i < offsets.length; i++) {
            if (isClass(i, type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a method is called. */
    boolean calls(String owner, String nameAndType) {
        for (int i = 1; i < offsets.length; i++) {
            if (isMethod(i, owner, nameAndType)) {
                return true;
            }
        }
        return false;
    }

    /** The class file with calls of these methods going to another owner. */
    byte[] redirect(Redirection redirection) {
        int utf = offsets.length;
        byte[] hook = redirection.hook().getBytes(StandardCharsets.US_ASCII);
        byte[] other = redirection.replacement().getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[file.length + 2 * 3 + 2 * 3 + hook.length + other.length];
        ByteBuffer target = ByteBuffer.wrap(out);
        target.put(file, 0, end);
        putClass(target, hook, utf);
        putClass(target, other, utf + 2);
        target.put(file, end, file.length - end);
        target.putShort(COUNT_AT, (short) (offsets.length + 4));
        for (int i = 1; i < offsets.length; i++) {
            if (isClass(i, redirection.replaced())) {
                target.putShort(offsets[i] + 1, (short) (utf + 2));
            }
            for (String member : redirection.members()) {
                int dot = member.indexOf('.');
                if (isMethod(i, member.substring(0, dot), member.substring(dot + 1))) {
                    target.putShort(offsets[i] + 1, (short) (utf + 1));
                }
            }
        }
        return out;
    }

    private static void putClass(ByteBuffer target, byte[] name, int utf) {
        target.put((byte) UTF8).putShort((short) name.length).put(name);
        target.put((byte) CLASS).putShort((short) utf);
    }

    private boolean isClass(int index, String name) {
        int at = offsets[index];
        return at != 0 && file[at] == CLASS && text(index(at + 1)).equals(name);
    }

    private boolean isMethod(int index, String owner, String nameAndType) {
        int at = offsets[index];
        if (at == 0 || file[at] != METHOD || !isClass(index(at + 1), owner)) {
            return false;
        }
        int pair = offsets[index(at + 3)];
        return nameAndType.equals(text(index(pair + 1)) + text(index(pair + 3)));
    }

    private int index(int at) {
        return content.getShort(at) & 0xffff;
    }

    private String text(int index) {
        int at = offsets[index];
        return new String(file, at + 3, index(at + 1), StandardCharsets.UTF_8);
    }
}
