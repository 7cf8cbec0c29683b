package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.Shell;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Fields;
import io.baton.master.client.Happening;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest events of a daemon, read on a thread of their own. Any thread. */
final class Happenings implements Runnable {

    private static final int MOST = 500;

    private final ControlClient client;
    private final Deque<Happening> newest = new ArrayDeque<>();

    private Happenings(ControlClient client) {
        this.client = client;
    }

    /** Begins to read. */
    static Happenings follow(Shell shell) throws CommandException {
        Happenings happenings = new Happenings(Asking.connect(shell));
        Thread thread = new Thread(happenings, "baton-events");
        thread.setDaemon(true);
        thread.start();
        return happenings;
    }

    /** The last events, the oldest first. */
    synchronized List<Happening> last(int count) {
        List<Happening> all = new ArrayList<>(newest);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    @Override
    public void run() {
        try (client) {
            client.send(ControlClient.request("events"));
            for (Fields answer = client.nextOrEnd(); answer != null; answer = client.nextOrEnd()) {
                add(Happening.of(answer));
            }
        } catch (ClientException e) {
            // The daemon has ended. The next look at its state tells.
        }
    }

    private synchronized void add(Happening event) {
        newest.addLast(event);
        if (newest.size() > MOST) {
            newest.removeFirst();
        }
    }
}
