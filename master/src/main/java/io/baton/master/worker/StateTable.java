package io.baton.master.worker;

import io.baton.master.snapshot.WorkerState;

/** In which state a worker is after a step: one table, and nothing else. */
final class StateTable {

    private StateTable() {}

    /** The state after the step. It is the same one if the step means nothing there, as a late or repeated word of the worker. */
    static WorkerState after(WorkerState state, WorkerStep step) {
        return switch (state) {
            case STARTING ->
                switch (step) {
                    case ONLINE -> WorkerState.ONLINE;
                    case LISTENING -> WorkerState.STARTING;
                    case DRAIN -> WorkerState.DRAINING;
                    case TERMINATE -> WorkerState.STOPPING;
                    case KILL -> WorkerState.KILLING;
                    case DIED -> WorkerState.EXITED;
                };
            case ONLINE ->
                switch (step) {
                    case ONLINE -> WorkerState.ONLINE;
                    case LISTENING -> WorkerState.READY;
                    case DRAIN -> WorkerState.DRAINING;
                    case TERMINATE -> WorkerState.STOPPING;
                    case KILL -> WorkerState.KILLING;
                    case DIED -> WorkerState.EXITED;
                };
            case READY ->
                switch (step) {
                    case ONLINE, LISTENING -> WorkerState.READY;
                    case DRAIN -> WorkerState.DRAINING;
                    case TERMINATE -> WorkerState.STOPPING;
                    case KILL -> WorkerState.KILLING;
                    case DIED -> WorkerState.EXITED;
                };
            case DRAINING ->
                switch (step) {
                    case ONLINE, LISTENING, DRAIN -> WorkerState.DRAINING;
                    case TERMINATE -> WorkerState.STOPPING;
                    case KILL -> WorkerState.KILLING;
                    case DIED -> WorkerState.EXITED;
                };
            case STOPPING ->
                switch (step) {
                    case ONLINE, LISTENING, DRAIN, TERMINATE -> WorkerState.STOPPING;
                    case KILL -> WorkerState.KILLING;
                    case DIED -> WorkerState.EXITED;
                };
            case KILLING ->
                switch (step) {
                    case ONLINE, LISTENING, DRAIN, TERMINATE, KILL -> WorkerState.KILLING;
                    case DIED -> WorkerState.EXITED;
                };
            case EXITED -> WorkerState.EXITED;
        };
    }
}
