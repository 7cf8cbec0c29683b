package io.baton.agent.boot;

import io.baton.agent.channel.Channel;
import io.baton.agent.leave.Departure;
import io.baton.agent.leave.Duties;
import io.baton.agent.listen.Listeners;
import io.baton.agent.listen.Ports;
import io.baton.agent.watch.Connections;
import sun.nio.ch.HookedNet;
import sun.nio.ch.WatchedSockets;

/** Joins the parts. Loaded when the hooks, whose types it uses, are defined. */
final class Wiring {

    private Wiring() {}

    static void start(int fd, AgentOptions options) {
        Channel channel = new Channel(fd);
        Connections connections = new Connections(channel, new KernelSockets(), options.observe());
        Ports ports = new Ports(options.outsidePorts(), options.ownPorts());
        boolean ipv4Only = Boolean.getBoolean("java.net.preferIPv4Stack");
        Listeners listeners = new Listeners(
                channel, connections, ports, ipv4Only, options.servicePort(), options.readyPath(), options.warmUp());
        Departure departure = new Departure(listeners, connections, options.drainBudgetMs(), options.killTimeoutMs());
        Duties duties = new Duties(channel, listeners, connections, departure, options.orphansDrain());
        WatchedSockets.tell(connections);
        HookedNet.ask(listeners);
        channel.online();
        channel.start(listeners, duties);
    }
}
