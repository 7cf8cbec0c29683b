package io.baton.master.upgrade;

import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.MemoryFile;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SystemText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the program needs that goes on in the place of this one, as JSON: {@code {"baton_upgrade":1,"from":"0.1.0",
 * "descriptors":[12,13],"master":{...},"groups":[...]}}. It travels in a file without a name, and the next program gets the
 * descriptor of that file. Texts of the operating system are there in their own bytes.
 *
 * @param from the version that wrote it
 * @param descriptors the numbers of all descriptors that are kept for the next program, and stand elsewhere in the document
 * @param master what belongs to no group
 * @param groups one for each application
 */
public record StateDocument(String from, List<Integer> descriptors, StateFields master, List<StateFields> groups) {

    /** The format that this version writes and reads. Raised when a field changes its meaning. */
    public static final int FORMAT = 1;

    private static final String NAME = "baton-upgrade";
    private static final String KEY = "baton_upgrade";

    /**
     * Writes a document.
     *
     * @param from the version of this program
     * @param master a record
     * @param groups records
     */
    public static byte[] encode(String from, List<Integer> descriptors, Record master, List<? extends Record> groups) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(KEY, FORMAT);
        fields.put("from", from);
        fields.put("descriptors", descriptors);
        fields.put("master", master);
        fields.put("groups", groups);
        return SystemText.encode(ValueCodec.encode(fields));
    }

    /**
     * Puts a document into a file without a name. The caller owns it.
     *
     * @param home for the file where the kernel has no files in memory
     */
    public static Fd file(byte[] document, Path home) throws PosixException {
        return MemoryFile.of(NAME, home, document);
    }

    /** Reads the document in a file. The caller still owns the file. */
    public static StateDocument read(Fd file) throws IOException {
        return decode(MemoryFile.read(file));
    }

    /**
     * Reads a document.
     *
     * @throws StateException if it is none, or one of another format
     */
    public static StateDocument decode(byte[] document) throws StateException {
        if (!(parse(document) instanceof Map<?, ?> fields)) {
            throw new StateException("state: no object (expected: one with the field " + KEY + ")");
        }
        @Nullable Object format = fields.get(KEY);
        if (!Integer.valueOf(FORMAT).equals(format)) {
            throw new StateException("state: format " + format + ", written by version " + fields.get("from")
                    + " (expected: format " + FORMAT + ")");
        }
        List<StateFields> groups = new ArrayList<>();
        for (Object group : field(fields, "groups", List.class)) {
            groups.add(object(group, "groups[" + groups.size() + "]"));
        }
        return new StateDocument(
                field(fields, "from", String.class),
                numbers(field(fields, "descriptors", List.class)),
                object(fields.get("master"), "master"),
                List.copyOf(groups));
    }

    private static @Nullable Object parse(byte[] document) throws StateException {
        try {
            return ValueCodec.decode(SystemText.decode(document));
        } catch (IllegalArgumentException e) {
            throw new StateException("state of " + document.length + " bytes: "
                    + String.valueOf(e.getMessage()).replaceFirst("^message: ", ""));
        }
    }

    private static <T> T field(Map<?, ?> fields, String name, Class<T> type) throws StateException {
        @Nullable Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new StateException("state: " + name + ": " + (value == null ? "missing" : value) + " (expected: a "
                    + type.getSimpleName() + ")");
        }
        return type.cast(value);
    }

    private static StateFields object(@Nullable Object value, String name) throws StateException {
        if (!(value instanceof Map<?, ?> fields)) {
            throw new StateException(
                    "state: " + name + ": " + (value == null ? "missing" : value) + " (expected: an object)");
        }
        return new StateFields(name, fields);
    }

    private static List<Integer> numbers(List<?> values) throws StateException {
        List<Integer> numbers = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Integer number) || number < 0) {
                throw new StateException("state: descriptors: " + value + " (expected: a number >= 0)");
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }
}
