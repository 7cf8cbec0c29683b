package io.baton.master.worker;

import static io.baton.master.worker.WorkerState.DRAINING;
import static io.baton.master.worker.WorkerState.EXITED;
import static io.baton.master.worker.WorkerState.KILLING;
import static io.baton.master.worker.WorkerState.ONLINE;
import static io.baton.master.worker.WorkerState.READY;
import static io.baton.master.worker.WorkerState.STARTING;
import static io.baton.master.worker.WorkerState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkerStateTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            useHeadersInDisplayName = true,
            textBlock =
                    """
            IN STATE, ONLINE,   LISTENING, DRAIN,    TERMINATE, KILL,    DIED
            STARTING, ONLINE,   STARTING,  DRAINING, STOPPING,  KILLING, EXITED
            ONLINE,   ONLINE,   READY,     DRAINING, STOPPING,  KILLING, EXITED
            READY,    READY,    READY,     DRAINING, STOPPING,  KILLING, EXITED
            DRAINING, DRAINING, DRAINING,  DRAINING, STOPPING,  KILLING, EXITED
            STOPPING, STOPPING, STOPPING,  STOPPING, STOPPING,  KILLING, EXITED
            KILLING,  KILLING,  KILLING,   KILLING,  KILLING,   KILLING, EXITED
            EXITED,   EXITED,   EXITED,    EXITED,   EXITED,    EXITED,  EXITED
            """)
    void everyEventInEveryStateLeadsWhereTheTableSays(
            WorkerState state,
            WorkerState online,
            WorkerState listening,
            WorkerState drain,
            WorkerState terminate,
            WorkerState kill,
            WorkerState died) {
        assertThat(List.of(WorkerEvent.values()))
                .as("columns of the table")
                .containsExactly(
                        WorkerEvent.ONLINE,
                        WorkerEvent.LISTENING,
                        WorkerEvent.DRAIN,
                        WorkerEvent.TERMINATE,
                        WorkerEvent.KILL,
                        WorkerEvent.DIED);
        assertThat(state.on(WorkerEvent.ONLINE)).isEqualTo(online);
        assertThat(state.on(WorkerEvent.LISTENING)).isEqualTo(listening);
        assertThat(state.on(WorkerEvent.DRAIN)).isEqualTo(drain);
        assertThat(state.on(WorkerEvent.TERMINATE)).isEqualTo(terminate);
        assertThat(state.on(WorkerEvent.KILL)).isEqualTo(kill);
        assertThat(state.on(WorkerEvent.DIED)).isEqualTo(died);
    }

    @Test
    void theTableHasARowForEveryState() {
        assertThat(WorkerState.values()).containsExactly(STARTING, ONLINE, READY, DRAINING, STOPPING, KILLING, EXITED);
    }

    @Test
    void noEventLeadsBack() {
        for (WorkerState state : WorkerState.values()) {
            for (WorkerEvent event : WorkerEvent.values()) {
                assertThat(state.on(event)).as(state + " on " + event).isGreaterThanOrEqualTo(state);
            }
        }
    }

    @Test
    void onlyAWorkerThatWasOnlineBecomesReady() {
        Set<WorkerState> becomeReady = EnumSet.noneOf(WorkerState.class);
        for (WorkerState state : WorkerState.values()) {
            if (state != READY && state.on(WorkerEvent.LISTENING) == READY) {
                becomeReady.add(state);
            }
        }
        assertThat(becomeReady).containsExactly(ONLINE);
    }
}
