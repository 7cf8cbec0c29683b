package io.baton.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a class declares, and what it uses of others: {@code owner.name(descriptor)}, fields with a blank before the type. */
final class ClassFile {

    private final Object[] constants;
    private final List<String> parents = new ArrayList<>();
    private final Set<String> declared = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    ClassFile(byte[] content) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
        in.skipNBytes(Long.BYTES);
        constants = new Object[in.readUnsignedShort()];
        for (int i = 1; i < constants.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> constants[i] = in.readUTF();
                case 3, 4 -> in.skipNBytes(Integer.BYTES);
                case 5, 6 -> {
                    in.skipNBytes(Long.BYTES);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> constants[i] = new int[] {tag, in.readUnsignedShort()};
                case 15 -> in.skipNBytes(3);
                default -> constants[i] = new int[] {tag, in.readUnsignedShort(), in.readUnsignedShort()};
            }
        }
        in.skipNBytes(2 * Short.BYTES);
        parent(in.readUnsignedShort());
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            parent(in.readUnsignedShort());
        }
        members(in, " ");
        members(in, "");
        for (Object constant : constants) {
            if (constant instanceof int[] words && words[0] >= 9 && words[0] <= 11) {
                used.add(text(number(words[1], 1)) + "." + text(number(words[2], 1)) + (words[0] == 9 ? " " : "")
                        + text(number(words[2], 2)));
            }
        }
    }

    private void parent(int index) {
        if (index != 0) {
            parents.add(text(number(index, 1)));
        }
    }

    private void members(DataInputStream in, String between) throws IOException {
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            in.skipNBytes(Short.BYTES);
            declared.add(text(in.readUnsignedShort()) + between + text(in.readUnsignedShort()));
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                in.skipNBytes(Short.BYTES);
                in.skipNBytes(in.readInt());
            }
        }
    }

    private int number(int index, int word) {
        return ((int[]) constants[index])[word];
    }

    private String text(int index) {
        return (String) constants[index];
    }

    List<String> parents() {
        return parents;
    }

    boolean declares(String member) {
        return declared.contains(member);
    }

    Set<String> used() {
        return used;
    }
}
