package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.protocol.posix.Errno;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProcessGroupsTest {

    private static final int WORKER = 4711;

    private final ManualClock clock = new ManualClock();
    private final Set<Integer> groups = new HashSet<>();
    private final Set<Integer> processes = new HashSet<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final ProcessGroups left =
            new ProcessGroups(clock, new ApplicationJournal(new Journal(clock), "test", ""), 3_000, this::kill);

    @Test
    void aWorkerWithoutChildrenLeavesNothingToDo() {
        left.end(WORKER);
        left.whenEmpty(() -> heard.add("empty"));
        assertThat(sent).isEmpty();
        assertThat(heard).containsExactly("empty");
    }

    @Test
    void itsChildrenGetSigtermAndAreWaitedFor() {
        groups.add(WORKER);
        left.end(WORKER);
        left.whenEmpty(() -> heard.add("empty"));
        assertThat(sent).containsExactly("15 to -4711");
        clock.advanceMs(1_000);
        assertThat(heard).isEmpty();
        groups.clear();
        clock.advanceMs(100);
        assertThat(heard).containsExactly("empty");
        assertThat(sent).containsExactly("15 to -4711");
    }

    @Test
    void childrenThatIgnoreSigtermGetSigkill() {
        groups.add(WORKER);
        left.end(WORKER);
        left.whenEmpty(() -> heard.add("empty"));
        clock.advanceMs(2_900);
        assertThat(sent).containsExactly("15 to -4711");
        clock.advanceMs(200);
        assertThat(sent).containsExactly("15 to -4711", "9 to -4711");
        assertThat(heard).containsExactly("empty");
    }

    @Test
    void anotherProcessThatGotTheNumberIsNotSignalled() {
        groups.add(WORKER);
        processes.add(WORKER);
        left.end(WORKER);
        assertThat(sent).isEmpty();
    }

    private int kill(int pid, int signal) {
        boolean there = pid < 0 ? groups.contains(-pid) : processes.contains(pid);
        if (there && signal != 0) {
            sent.add(signal + " to " + pid);
        }
        return there ? 0 : -Errno.ESRCH;
    }
}
