package io.baton.agent.boot;

import io.baton.agent.channel.Channel;
import io.baton.agent.channel.PrimaryProxy;
import io.baton.agent.leave.Departure;
import io.baton.agent.leave.Duties;
import io.baton.agent.leave.Request;
import io.baton.agent.listen.Listeners;
import io.baton.agent.listen.Ports;
import io.baton.agent.watch.Connections;
import sun.nio.ch.HookedNet;
import sun.nio.ch.WatchedSockets;

/** Joins the parts. It uses types of the hooks, so it is loaded when they are defined. */
final class Wiring {

    private Wiring() {}

    static void start(int fd, AgentOptions options) {
        PrimaryProxy primary = new PrimaryProxy(fd);
        Connections connections = new Connections(primary, new KernelSockets(), options.observe());
        Ports ports = new Ports(options.outsidePorts(), options.ownPorts());
        Listeners listeners = new Listeners(
                primary, connections, ports, options.servicePort(), options.readyPath(), options.warmUp());
        Departure departure = new Departure(listeners, connections, options.drainBudgetMs(), options.killTimeoutMs());
        Request request = new Request(primary, listeners, departure, options.killTimeoutMs());
        Duties duties = new Duties(primary, listeners, connections, departure, request, options.orphansDrain());
        WatchedSockets.tell(connections);
        HookedNet.ask(listeners);
        request.hear();
        primary.online();
        new Channel(fd, primary, listeners, duties).start();
    }
}
