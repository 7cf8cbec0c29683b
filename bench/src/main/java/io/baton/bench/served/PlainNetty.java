package io.baton.bench.served;

import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Processes;
import io.baton.worker.http.BuiltInApplication;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Worker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.util.Map;

/**
 * Baton's built-in application on a Netty server of one process and usually one event loop that accepts for itself: the same
 * handlers with the same options as in a worker, without a master. {@code PlainNetty PORT LOOPS}.
 */
public final class PlainNetty {

    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /** What a worker tells its application, here without a master. */
    private record OnlyProcess(ProcessHandle process) implements Worker {

        @Override
        public int id() {
            return 0;
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public long ppid() {
            return process.parent().map(ProcessHandle::pid).orElse(0L);
        }

        @Override
        public int processors() {
            return Runtime.getRuntime().availableProcessors();
        }

        @Override
        public boolean draining() {
            return false;
        }

        @Override
        public void retire(String reason) {
            System.exit(1);
        }

        @Override
        public void giveWay() {
            Processes.setNice(0, 10);
        }

        @Override
        public Map<String, String> options() {
            return Map.of();
        }
    }

    private PlainNetty() {}

    /** Serves on 127.0.0.1 until it is killed. */
    public static void main(String[] arguments) throws Exception {
        LogLine.install();
        Application application =
                System.getenv(HoldingApplication.HELD) == null ? new BuiltInApplication() : new HoldingApplication();
        application.start(new OnlyProcess(ProcessHandle.current()));
        IoEventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(Integer.parseInt(arguments[1]), EpollIoHandler.newFactory());
        Channel listener = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) throws Exception {
                        application.initialize(channel);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))
                .sync()
                .channel();
        listener.closeFuture().sync();
    }
}
