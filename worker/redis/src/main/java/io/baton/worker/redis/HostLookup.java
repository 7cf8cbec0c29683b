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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Looks host names up as the operating system does, in {@code /etc/hosts} and wherever {@code nsswitch.conf} says. That blocks, so
 * it has a thread for as long as it takes. All that ask for a host meanwhile get the answer of the one lookup. A name server that
 * does not answer holds that thread for half a minute, much longer than a call waits.
 */
final class HostLookup extends AddressResolverGroup<InetSocketAddress> {

    private final Hosts hosts;

    /** What knows hosts. */
    @FunctionalInterface
    interface Hosts {

        /** The addresses of a host, at least one. Blocks. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    HostLookup() {
        this(InetAddress::getAllByName);
    }

    HostLookup(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetSocketAddressResolver(executor, new Names(executor));
    }

    private final class Names extends InetNameResolver {

        private final Map<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

        Names(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
            resolve(host, promise, all -> all.get(0));
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) throws Exception {
            resolve(host, promise, Function.identity());
        }

        private <T> void resolve(String host, Promise<T> promise, Function<List<InetAddress>, T> answer)
                throws UnknownHostException {
            if (NetUtil.createByteArrayFromIpAddressString(host) != null) {
                promise.setSuccess(answer.apply(List.of(InetAddress.getByName(host))));
                return;
            }
            CompletableFuture<?> unused = running.computeIfAbsent(host, this::inThread)
                    .whenComplete((all, failure) -> {
                        if (failure == null) {
                            promise.trySuccess(answer.apply(all));
                        } else {
                            promise.tryFailure(failure);
                        }
                    });
        }

        private CompletableFuture<List<InetAddress>> inThread(String host) {
            CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
            Thread thread = new Thread(() -> lookUp(host, found), "baton-redis-lookup");
            thread.setDaemon(true);
            // If there can be no thread, this throws and the next one that asks tries again.
            thread.start();
            return found;
        }

        private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
            try {
                List<InetAddress> all = List.of(hosts.addresses(host));
                running.remove(host);
                found.complete(all);
            } catch (UnknownHostException | RuntimeException | Error e) {
                running.remove(host);
                found.completeExceptionally(e);
            }
        }
    }
}
