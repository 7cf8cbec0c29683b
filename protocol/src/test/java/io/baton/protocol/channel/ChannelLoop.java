package io.baton.protocol.channel;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One event loop for all tests of a class, as a static {@code @RegisterExtension}. */
@SuppressWarnings("NullAway.Init")
final class ChannelLoop implements BeforeAllCallback, AfterAllCallback {

    private MultiThreadIoEventLoopGroup group;

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        group = ChannelRig.startGroup();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ChannelRig.stop(group);
    }
}
