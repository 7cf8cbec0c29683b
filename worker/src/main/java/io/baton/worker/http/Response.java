package io.baton.worker.http;

/** An endpoint's response to a request: an answer, or one that is still being worked on. */
public sealed interface Response permits Answer, PendingAnswer {}
