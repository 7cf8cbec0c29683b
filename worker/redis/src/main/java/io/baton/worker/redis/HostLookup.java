package io.baton.worker.redis;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks host names up as the operating system does, in {@code /etc/hosts} and wherever {@code nsswitch.conf} says. That blocks, so
 * it has a thread for as long as it takes, one at a time.
 */
final class HostLookup extends AddressResolverGroup<InetSocketAddress> {

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetSocketAddressResolver(executor, new Names(executor));
    }

    private static final class Names extends InetNameResolver {

        private final AtomicBoolean busy = new AtomicBoolean();

        Names(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
            if (isNumber(host)) {
                promise.setSuccess(InetAddress.getByName(host));
                return;
            }
            inThread(host, () -> {
                try {
                    promise.trySuccess(InetAddress.getByName(host));
                } catch (UnknownHostException e) {
                    promise.tryFailure(e);
                }
            });
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) throws Exception {
            if (isNumber(host)) {
                promise.setSuccess(List.of(InetAddress.getByName(host)));
                return;
            }
            inThread(host, () -> {
                try {
                    promise.trySuccess(Arrays.asList(InetAddress.getAllByName(host)));
                } catch (UnknownHostException e) {
                    promise.tryFailure(e);
                }
            });
        }

        private static boolean isNumber(String host) {
            return NetUtil.createByteArrayFromIpAddressString(host) != null;
        }

        private void inThread(String host, Runnable lookup) throws UnknownHostException {
            // A name server that does not answer holds a thread for half a minute, much longer than a call waits.
            if (!busy.compareAndSet(false, true)) {
                throw new UnknownHostException(host + " (an earlier lookup goes on)");
            }
            Thread thread = new Thread(
                    () -> {
                        try {
                            lookup.run();
                        } finally {
                            busy.set(false);
                        }
                    },
                    "baton-redis-lookup");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
