package io.baton.agent.watch;

import io.baton.agent.channel.Answer;
import io.baton.agent.channel.ListenQuestion;
import io.baton.agent.channel.Primary;
import java.util.ArrayList;
import java.util.List;

/** A master that has room for so many connections. */
final class FakePrimary implements Primary {

    final List<String> given = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public synchronized boolean giveBack(String key, int descriptor, long requests, long ageMs) {
        if (given.size() >= room) {
            return false;
        }
        given.add(key + " " + descriptor + " " + requests);
        return true;
    }

    @Override
    public Answer query(ListenQuestion question) {
        throw new AssertionError();
    }

    @Override
    public void listening(ListenQuestion question) {
        throw new AssertionError();
    }

    @Override
    public void closed(String key) {
        throw new AssertionError();
    }

    @Override
    public boolean accepted(long seq) {
        throw new AssertionError();
    }

    @Override
    public void refused(long seq) {
        throw new AssertionError();
    }
}
