package io.baton.master.command;

import io.baton.master.cli.Shell;
import io.baton.protocol.message.ValueCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON on standard output. */
final class Json {

    private static final int SCHEMA = 1;

    private Json() {}

    /** A document that begins with the version of its shape. */
    static Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        return document;
    }

    /** Prints it on one line. */
    static void print(Shell shell, Object document) {
        shell.say(ValueCodec.encode(document));
    }
}
