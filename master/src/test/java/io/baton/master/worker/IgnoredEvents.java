package io.baton.master.worker;

import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.Message;

/** Belongs to no slot, and does nothing about what happens to a worker; a test overrides what it wants to hear. */
class IgnoredEvents implements WorkerEvents {

    @Override
    public void listenAsked(WorkerHandle worker, Message.QueryServer query) {}

    @Override
    public void listenEnded(WorkerHandle worker, String key) {}

    @Override
    public void ready(WorkerHandle worker) {}

    @Override
    public void leaves(WorkerHandle worker) {}

    @Override
    public void retires(WorkerHandle worker) {}

    @Override
    public void asksToLeave(WorkerHandle worker, String reason) {}

    @Override
    public void dead(WorkerHandle worker, ExitStatus status) {}
}
