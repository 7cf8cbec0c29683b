package io.baton.master;

import io.baton.master.control.Answer;
import io.baton.master.group.Applications;
import io.baton.master.journal.Journal;
import io.baton.master.snapshot.MasterSnapshot;
import java.util.List;

/** The state of everything in one master. Conductor thread only. */
record MasterReport(
        MasterImage image, Journal journal, Applications applications, MasterLogs logs, StateKeeper keeper) {

    /** The state now. */
    MasterSnapshot now() {
        String trouble = keeper.trouble();
        Answer.Pong pong = image.pong();
        return new MasterSnapshot(
                pong.pid(),
                pong.version(),
                pong.home(),
                pong.foreground(),
                journal.nowMs(),
                0,
                journal.lastSeq(),
                applications.all().stream()
                        .map(member -> logs.withFiles(
                                member.group().snapshot(), member.group().config()))
                        .toList(),
                trouble == null ? List.of() : List.of(trouble));
    }
}
