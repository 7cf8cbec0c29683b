package io.baton.worker.net;

import io.baton.worker.spi.Application;
import io.netty.channel.Channel;

/** An application of one method, which a lambda can be. */
@FunctionalInterface
interface InitializingApplication extends Application {

    @Override
    void initialize(Channel channel) throws Exception;
}
