package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Checks after each test class that the processes it has started have ended and were waited for. JUnit finds this extension
 * itself, for all classes.
 */
public final class LeavesNoProcess implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace HERE = Namespace.create(LeavesNoProcess.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(HERE).put("before", children());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Set<?> before = Objects.requireNonNull(context.getStore(HERE).get("before", Set.class));
        await().untilAsserted(() -> assertThat(children()).allMatch(before::contains));
    }

    private static Set<String> children() {
        return ProcessHandle.current()
                .children()
                .map(child -> child.pid() + " " + child.info().commandLine().orElse("(ended, not reaped)"))
                .collect(Collectors.toSet());
    }
}
