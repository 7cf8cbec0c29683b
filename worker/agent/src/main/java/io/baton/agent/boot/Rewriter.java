package io.baton.agent.boot;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the classes of the JDK as they are loaded. */
final class Rewriter implements ClassFileTransformer {

    private final Map<String, Redirection> wanted = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private String missing = "";

    Rewriter() {
        for (Redirection redirection : Redirections.ALL) {
            wanted.put(redirection.type(), redirection);
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> type,
            @Nullable ProtectionDomain domain,
            byte[] file) {
        Redirection redirection = loader == null && name != null ? wanted.get(name) : null;
        if (redirection == null) {
            return null;
        }
        ConstantPool pool = new ConstantPool(file);
        String lacks = redirection.missing(pool);
        if (!lacks.isEmpty()) {
            missing = name + " does not use " + lacks;
            return null;
        }
        done.add(redirection.type());
        return pool.redirect(redirection);
    }

    /** Whether the class was changed. */
    boolean hasChanged(Redirection redirection) {
        return done.contains(redirection.type());
    }

    /** What a class does not have; empty if all had everything. */
    String missing() {
        return missing;
    }
}
