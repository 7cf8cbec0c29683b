package io.baton.master.worker;

import static io.baton.master.snapshot.WorkerState.DRAINING;
import static io.baton.master.snapshot.WorkerState.EXITED;
import static io.baton.master.snapshot.WorkerState.KILLING;
import static io.baton.master.snapshot.WorkerState.ONLINE;
import static io.baton.master.snapshot.WorkerState.READY;
import static io.baton.master.snapshot.WorkerState.STARTING;
import static io.baton.master.snapshot.WorkerState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.snapshot.WorkerState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateTableTest {

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
    void everyStepInEveryStateLeadsWhereTheTableSays(
            WorkerState state,
            WorkerState online,
            WorkerState listening,
            WorkerState drain,
            WorkerState terminate,
            WorkerState kill,
            WorkerState died) {
        assertThat(List.of(WorkerStep.values()))
                .as("columns of the table")
                .containsExactly(
                        WorkerStep.ONLINE,
                        WorkerStep.LISTENING,
                        WorkerStep.DRAIN,
                        WorkerStep.TERMINATE,
                        WorkerStep.KILL,
                        WorkerStep.DIED);
        assertThat(StateTable.after(state, WorkerStep.ONLINE)).isEqualTo(online);
        assertThat(StateTable.after(state, WorkerStep.LISTENING)).isEqualTo(listening);
        assertThat(StateTable.after(state, WorkerStep.DRAIN)).isEqualTo(drain);
        assertThat(StateTable.after(state, WorkerStep.TERMINATE)).isEqualTo(terminate);
        assertThat(StateTable.after(state, WorkerStep.KILL)).isEqualTo(kill);
        assertThat(StateTable.after(state, WorkerStep.DIED)).isEqualTo(died);
    }

    @Test
    void theTableHasARowForEveryState() {
        assertThat(WorkerState.values()).containsExactly(STARTING, ONLINE, READY, DRAINING, STOPPING, KILLING, EXITED);
    }

    @Test
    void noStepLeadsBack() {
        for (WorkerState state : WorkerState.values()) {
            for (WorkerStep step : WorkerStep.values()) {
                assertThat(StateTable.after(state, step))
                        .as(state + " on " + step)
                        .isGreaterThanOrEqualTo(state);
            }
        }
    }

    @Test
    void onlyAWorkerThatWasOnlineBecomesReady() {
        Set<WorkerState> becomeReady = EnumSet.noneOf(WorkerState.class);
        for (WorkerState state : WorkerState.values()) {
            if (state != READY && StateTable.after(state, WorkerStep.LISTENING) == READY) {
                becomeReady.add(state);
            }
        }
        assertThat(becomeReady).containsExactly(ONLINE);
    }
}
