package io.baton.agent.watch;

import java.util.ArrayList;
import java.util.List;

/** Knows of a connection what {@link Exchange} knows, the plain way: each byte has it read everything anew. */
final class SlowExchange {

    private final StringBuilder in = new StringBuilder();
    private final StringBuilder out = new StringBuilder();
    private final List<SlowMessage> requests = new ArrayList<>();

    private int answered;
    private int toldHead = -1;
    private boolean last;
    private boolean over;
    private boolean opaque;
    private boolean fixed;

    void received(byte b) {
        if (opaque || over) {
            return;
        }
        in.append((char) (b & 0xff));
        SlowMessage request = new SlowMessage(in.toString(), true, false);
        if (request.headComplete && !request.strange && toldHead != requests.size()) {
            toldHead = requests.size();
            last |= request.last;
            fixed |= request.old;
            opaque |= request.method.equals("CONNECT");
        }
        opaque |= request.strange;
        if (request.complete && !opaque) {
            requests.add(request);
            in.delete(0, request.end);
        }
    }

    private int begun() {
        return requests.size() + (in.length() > 0 ? 1 : 0);
    }

    void sent(byte b) {
        if (opaque) {
            return;
        }
        if (out.length() == 0) {
            if (begun() == answered || over) {
                opaque = true;
                return;
            }
            if (answered == requests.size() && !new SlowMessage(in.toString(), true, false).headComplete) {
                opaque = true;
                return;
            }
        }
        SlowMessage request =
                answered < requests.size() ? requests.get(answered) : new SlowMessage(in.toString(), true, false);
        boolean toHead = request.method.equals("HEAD");
        out.append((char) (b & 0xff));
        SlowMessage answer = new SlowMessage(out.toString(), false, toHead);
        opaque |= answer.strange;
        if (opaque || !answer.headComplete) {
            return;
        }
        if (!answer.interim) {
            last |= answer.last;
            fixed |= answer.old;
        }
        if (answer.complete) {
            out.setLength(0);
        }
        if (answer.complete && !answer.interim) {
            answered++;
            over = (last && answered == begun()) || answer.last;
            fixed |= answered == begun() && in.length() > 0;
        }
    }

    boolean isOpaque() {
        return opaque;
    }

    long answered() {
        return answered;
    }

    boolean isAtBoundary() {
        return !opaque && !fixed && !last && begun() == answered && in.length() == 0 && out.length() == 0;
    }

    boolean isRunning() {
        return !opaque && !over && begun() != answered;
    }

    @Override
    public String toString() {
        return "opaque " + opaque + ", fixed " + fixed + ", last " + last + ", over " + over + ", begun " + begun()
                + ", answered " + answered;
    }
}
