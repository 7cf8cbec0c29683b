package io.baton.master.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program whose children print one of its variables in hexadecimal: once inherited, once passed on with {@code env}. */
final class PassedOn {

    private static final String PRINT = "printf %s \"$GREET\" | od -An -tx1";

    private PassedOn() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> copy = new HashMap<>(System.getenv());
        copy.put("MORE", "more");
        for (ChildOptions options :
                List.of(ChildOptions.defaults(), ChildOptions.defaults().env(copy))) {
            ChildProcess.exec("pwd | od -An -tx1; " + PRINT, options)
                    .output()
                    .thenAccept(output -> System.out.print(output.stdout()))
                    .toCompletableFuture()
                    .get();
        }
    }
}
