package io.baton.master.admin;

import io.baton.master.control.Answer;
import io.baton.master.control.MasterProxy;
import io.baton.master.control.Usage;
import io.baton.master.health.HealthBoard;
import io.baton.master.health.HealthView;
import io.baton.master.history.History;
import io.baton.master.home.AdminToken;
import io.baton.master.metrics.MetricsPage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Shows a master over HTTP: health, metrics, events and its state, and a page for people. It has a loop of its own, so that no
 * client of it keeps the conductor busy. Loaded only by a master that shows itself.
 */
public final class AdminServer {

    private static final String THREAD = "baton-admin";
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEAD = 8192;
    private static final int MAX_BODY = 8192;
    private static final int STOP_MS = 200;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(THREAD, true), EpollIoHandler.newFactory());
    private final AdminClients clients = new AdminClients();
    private final Usage usage = new Usage();
    private final AdminToken token;
    private final HostRule hosts;
    private final Map<String, Page> pages;

    /**
     * A server that is not open.
     *
     * @param hosts names under which clients may ask, besides localhost and addresses
     */
    public AdminServer(
            AdminToken token,
            List<String> hosts,
            HealthBoard health,
            MetricsPage metrics,
            MasterProxy master,
            History history) {
        this.token = token;
        this.hosts = new HostRule(hosts);
        Page ready = new HealthPage(health, HealthView::ready, "ready");
        this.pages = Map.ofEntries(
                Map.entry("/health", ready),
                Map.entry("/health/ready", ready),
                Map.entry("/health/live", new HealthPage(health, HealthView::live, "live")),
                Map.entry("/health/startup", new HealthPage(health, HealthView::startup, "started")),
                Map.entry("/metrics", exchange -> metrics(exchange, metrics)),
                Map.entry("/events", new EventsPage(master)),
                Map.entry("/snapshot", exchange -> snapshot(exchange, master)),
                Map.entry("/", Asset.own("index.html", "text/html")),
                Map.entry("/page.js", Asset.own("page.js", "text/javascript")),
                Map.entry("/link.js", Asset.own("link.js", "text/javascript")),
                Map.entry("/chart.js", Asset.own("chart.js", "text/javascript")),
                Map.entry("/track.js", Asset.own("track.js", "text/javascript")),
                Map.entry("/card.js", Asset.own("card.js", "text/javascript")),
                Map.entry("/log.js", Asset.own("log.js", "text/javascript")),
                Map.entry("/orders.js", Asset.own("orders.js", "text/javascript")),
                Map.entry("/parts.js", Asset.own("parts.js", "text/javascript")),
                Map.entry("/page.css", Asset.own("page.css", "text/css")),
                Map.entry("/uplot.js", Asset.ofPlot("uPlot.iife.min.js", "text/javascript")),
                Map.entry("/uplot.css", Asset.ofPlot("uPlot.min.css", "text/css")),
                Map.entry("/stream", new StreamPage(master, new Pulse(master, history))),
                Map.entry("/evidence", new EvidencePage(master)),
                Map.entry("/evidence.js", Asset.own("evidence.js", "text/javascript")),
                Map.entry("/do", new OrderPage(master)));
    }

    /**
     * Serves on a socket that listens.
     *
     * @param socket its descriptor, owned by the server from here on
     */
    public void open(int socket) {
        new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new EpollServerSocketChannel(socket))
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        client.pipeline()
                                .addLast(
                                        new HttpServerCodec(MAX_LINE, MAX_HEAD, MAX_HEAD),
                                        new HttpObjectAggregator(MAX_BODY),
                                        new Conversation(token, hosts, pages, clients));
                    }
                })
                .register()
                .syncUninterruptibly();
    }

    /** Ends all. Not on the conductor. */
    public void close() {
        loop.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_MS);
    }

    private static void metrics(Exchange exchange, MetricsPage metrics) {
        metrics.read(exchange.field(HttpHeaderNames.ACCEPT))
                .thenAcceptAsync(
                        writing -> {
                            MetricsPage.Page page = writing.write();
                            exchange.bytes(
                                    HttpResponseStatus.OK,
                                    page.contentType(),
                                    page.text().getBytes(StandardCharsets.UTF_8));
                        },
                        exchange.loop())
                .exceptionally(e -> {
                    exchange.loop()
                            .execute(
                                    () -> exchange.refuse(HttpResponseStatus.INTERNAL_SERVER_ERROR, String.valueOf(e)));
                    return null;
                });
    }

    private void snapshot(Exchange exchange, MasterProxy master) {
        master.snapshot(
                exchange.loop(),
                state -> exchange.bytes(
                        HttpResponseStatus.OK,
                        "application/json",
                        new Answer.Snapshot(usage.measure(state)).line().getBytes(StandardCharsets.UTF_8)));
    }
}
