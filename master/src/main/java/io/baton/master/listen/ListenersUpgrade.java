package io.baton.master.listen;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.CarriedListener;
import io.baton.master.config.Delivery;
import io.baton.master.dispatch.ListenKey;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** What of an application's sockets crosses an upgrade of the master, from one image to the next. Conductor thread only. */
public final class ListenersUpgrade {

    private final Listeners listeners;
    private final ClaimedEndpoints endpoints;
    private final Delivery delivery;
    private final ServedSockets served;
    private final Set<Peer> admitted;
    private final Set<Peer> leaving;

    ListenersUpgrade(
            Listeners listeners,
            ClaimedEndpoints endpoints,
            Delivery delivery,
            ServedSockets served,
            Set<Peer> admitted,
            Set<Peer> leaving) {
        this.listeners = listeners;
        this.endpoints = endpoints;
        this.delivery = delivery;
        this.served = served;
        this.admitted = admitted;
        this.leaving = leaving;
    }

    /** Accepts no connections and sends none to workers, or does so again. */
    public void pause(boolean pauses) {
        served.all().forEach(it -> it.endpoint().pause(pauses));
    }

    /**
     * Goes on with the sockets of the former image, and the workers that serve them.
     *
     * @param worker the worker with this pid
     */
    public void goOn(CarriedApplication carried, IntFunction<Peer> worker) throws IOException {
        for (CarriedListener one : carried.listeners()) {
            ListenKey name =
                    delivery.sticky() && one.operators() ? ListenKey.sticky(one.key()) : new ListenKey(one.key());
            Endpoint endpoint = endpoints.goOn(socket(one), name, one.operators());
            endpoint.goOn(one);
            Served it = new Served(endpoint, one.operators(), one.data());
            it.goOn(peers(one.workers(), worker), peers(one.known(), worker), one.successorsMissing());
            served.put(one.key(), it);
        }
        leaving.addAll(peers(carried.leaving(), worker));
        peers(carried.admitted(), worker).forEach(listeners::admit);
    }

    private static ListenSocket socket(CarriedListener carried) {
        ListenAddress address = new ListenAddress(carried.host(), carried.port(), carried.addressType());
        return ListenSocket.resumed(Fd.own(carried.socket()), address, carried.reachable());
    }

    private static List<Peer> peers(List<Integer> pids, IntFunction<Peer> worker) {
        return pids.stream().map(worker::apply).toList();
    }

    /** The sockets, for the next image. */
    public List<CarriedListener> carried(ToIntFunction<Peer> pid) {
        return served.carried(pid);
    }

    /** The workers that get connections. */
    public Set<Peer> admitted() {
        return admitted;
    }

    /** The workers that get none any more, and live. */
    public Set<Peer> leaving() {
        return leaving;
    }

    /** Whether a worker closed a socket a moment ago, and it is not known yet whether it leaves. */
    public boolean isUndecided() {
        return served.all().stream().anyMatch(Served::isUndecided);
    }
}
